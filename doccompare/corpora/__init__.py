"""Corpora: a folder with the witnesses of one work and ``collation.toml``, which says what they are."""

from doccompare.corpora.folders import Corpus, Entry, corpus_of_files, scan_folder, sigla, slug
from doccompare.corpora.manifest import MANIFEST, load_corpus, manifest_text

__all__ = [
    "MANIFEST",
    "Corpus",
    "Entry",
    "corpus_of_files",
    "load_corpus",
    "manifest_text",
    "scan_folder",
    "sigla",
    "slug",
]
