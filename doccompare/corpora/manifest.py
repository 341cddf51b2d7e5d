"""``collation.toml``: read with every fault named by its line, and written."""

from __future__ import annotations

import codecs
import datetime
import json
import os
import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from itertools import count
from pathlib import Path, PureWindowsPath
from typing import Any, TypeVar

from doccompare.corpora.folders import Corpus, Entry, scan_folder, sigla, siglum_of, slug
from doccompare.corpora.toml_lines import Where, key_lines
from doccompare.errors import ManifestError, ReadError, say
from doccompare.model import Expectation, Relation, Role, Severity

MANIFEST = "collation.toml"

_KEYS: dict[str, dict[str, type]] = {
    "work": {"title": str, "sections": int, "clauses": int, "relation": str, "base": str},
    "witness": dict.fromkeys(
        ("siglum", "file", "role", "publication", "date", "page", "image", "encoding"), str
    )
    | {"files": list},
    "severity": {"terms": str},
    "review": {"passes": list, "two_person": list},
    "rate": {"scheme": str, "punctuation": float, "numeral_style": float},
}
_TYPE_NAMES = {
    str: ("字符串", "a string"),
    int: ("不小于 0 的整数", "an integer from 0"),
    float: ("不小于 0 的数", "a number from 0"),
    list: ("字符串的列表", "a list of strings"),
}

_MOST = 100  # errors that one place may count

Kind = TypeVar("Kind", bound=StrEnum)


def load_corpus(folder: Path) -> Corpus:
    """The corpus that ``folder/collation.toml`` describes; without any [[witness]], all files of it.

    Raises ManifestError, naming the line: not TOML, an unknown key, a wrong type or value, a doubled
    siglum, a file that is missing or outside the folder; ReadError when there is no manifest.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise ReadError(
            say(f"“{folder}”里没有 {MANIFEST}。", f"There is no {MANIFEST} in {folder}."),
            say("可用 doccompare init 写出一份。", "doccompare init writes one."),
        )
    return _Manifest(path).corpus()


def manifest_text(corpus: Corpus) -> str:
    """``collation.toml`` for a corpus: :func:`load_corpus` reads the same corpus from it.

    Files are written relative to the corpus folder. What is not known is left empty, to be filled in.
    """
    work = corpus.expectation
    lines = ["[work]", f"title = {_quoted(work.title)}"]
    lines += [
        f"{k} = {v}" for k, v in (("sections", work.sections), ("clauses", work.clauses)) if v is not None
    ]
    if work.relation is not None:
        lines.append(f"relation = {_quoted(work.relation)}")
    if work.base:
        lines.append(f"base = {_quoted(work.base)}")
    for entry in corpus.entries:
        files = [_quoted(Path(os.path.relpath(f, corpus.folder)).as_posix()) for f in entry.files]
        lines += ["", "[[witness]]", f"siglum = {_quoted(entry.siglum)}"]
        lines.append(f"file = {files[0]}" if len(files) == 1 else f"files = [{', '.join(files)}]")
        if entry.role is not None:
            lines.append(f"role = {_quoted(entry.role)}")
        lines += [f"publication = {_quoted(entry.publication)}", f"date = {_quoted(entry.date)}"]
        rest = (("page", entry.page), ("image", entry.image), ("encoding", entry.encoding))
        lines += [f"{key} = {_quoted(value)}" for key, value in rest if value]
    if corpus.severity_terms is not None:
        terms = Path(os.path.relpath(corpus.severity_terms, corpus.folder)).as_posix()
        lines += ["", "[severity]", f"terms = {_quoted(terms)}"]
    if corpus.passes or corpus.two_person:
        lines += ["", "[review]"]
        for key, values in (("passes", corpus.passes), ("two_person", corpus.two_person)):
            lines += [f"{key} = [{', '.join(map(_quoted, values))}]"] if values else []
    if corpus.rate_scheme or corpus.rate_values:
        lines += ["", "[rate]"]
        lines += [f"scheme = {_quoted(corpus.rate_scheme)}"] if corpus.rate_scheme else []
        lines += [f"{key} = {value}" for key, value in corpus.rate_values.items()]
    return "\n".join(lines) + "\n"


class _Manifest:
    """A manifest while it is read: its source, its tables, and the line on which each key stands."""

    def __init__(self, path: Path) -> None:
        self.path, self.folder = path, path.parent
        self.source = self._source()
        self.tables = self._tables()

    def corpus(self) -> Corpus:
        self._keys()
        work = self.tables["work"]
        relation = self._one_of(Relation, "work", "relation")
        entries = tuple(self._entries())
        base = work.get("base", "")
        if base and base not in {e.siglum for e in entries}:
            raise self._fault(
                ("work", "base"),
                f"底本“{base}”不是任何一本的代号",
                f"base {base!r} is the siglum of no witness",
            )
        review = self.tables.get("review", {})
        terms = self.tables.get("severity", {}).get("terms")
        return Corpus(
            folder=self.folder,
            expectation=Expectation(
                title=work["title"],
                slug=slug(self.folder.resolve().name, work["title"]),
                sections=work.get("sections"),
                clauses=work.get("clauses"),
                relation=relation,
                base=base,
            ),
            entries=entries,
            severity_terms=self._file(terms, ("severity", "terms")) if terms else None,
            passes=tuple(review.get("passes", ())),
            two_person=tuple(
                self._value(Severity, value, ("review", "two_person"))
                for value in review.get("two_person", ())
            ),
            rate_scheme=self.tables.get("rate", {}).get("scheme", ""),
            rate_values={k: float(v) for k, v in self.tables.get("rate", {}).items() if k != "scheme"},
        )

    def _source(self) -> str:
        try:
            data = self.path.read_bytes()
        except OSError as fault:
            raise ReadError(
                say(
                    f"不能读“{self.path}”：{fault.strerror}。",
                    f"{self.path} cannot be read: {fault.strerror}.",
                ),
                say("请检查权限。", "Check its permissions."),
            ) from fault
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            line = data.count(b"\n", 0, fault.start) + 1
            raise self._error(
                line, "不是 UTF-8", "not UTF-8", "请存为 UTF-8。", "Save it as UTF-8."
            ) from None

    def _tables(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.source)
        except RecursionError:
            raise self._error(1, "嵌套过深", "nested too deeply") from None
        except ValueError as fault:  # TOMLDecodeError, and integers of thousands of digits
            found = re.search(r"at line (\d+)", str(fault))
            line = int(found[1]) if found else self.source.rstrip("\n").count("\n") + 1
            why = re.sub(r" \(at .*\)$", "", str(fault))
            raise self._error(line, f"不合 TOML 语法（{why}）", f"not TOML: {why}") from None

    def _keys(self) -> None:
        """Every key known, every value of its type."""
        for name, table in self.tables.items():
            if name not in _KEYS:
                raise self._unknown((name,), _KEYS)
            several = name == "witness"
            if not isinstance(table, list if several else dict):
                wanted = "[[witness]]" if several else f"[{name}]"
                raise self._fault((name,), f"应写作 {wanted}", f"must be written {wanted}")
            for i, one in enumerate(table) if several else ((None, table),):
                where: Where = (name,) if i is None else (name, i)
                if not isinstance(one, dict):
                    raise self._fault(where, "应写作 [[witness]]", "must be written [[witness]]")
                for key, value in one.items():
                    self._typed(value, (*where, key), _KEYS[name])
        if "title" not in self.tables.get("work", {}):
            raise self._fault(("work",), "[work] 里缺 title", "[work] lacks title")

    def _typed(self, value: object, where: Where, known: dict[str, type]) -> None:
        key = str(where[-1])
        if key not in known:
            raise self._unknown(where, known)
        wanted = known[key]
        right = isinstance(value, wanted) and not isinstance(value, bool)
        if wanted is int and isinstance(value, int):
            right = right and value >= 0
        if wanted is float:
            right = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _MOST
        if wanted is list and isinstance(value, list):
            right = all(isinstance(item, str) for item in value)
        if not right:
            zh, en = _TYPE_NAMES[wanted]
            hint = f'{key} = "{value}"' if wanted is str and isinstance(value, int | datetime.date) else ""
            raise self._fault(
                where,
                f"{key} 应为{zh}" + (f"，如 {hint}" if hint else ""),
                f"{key} must be {en}" + (f", as in {hint}" if hint else ""),
            )

    def _entries(self) -> Iterator[Entry]:
        tables: list[dict[str, Any]] = self.tables.get("witness", [])
        if not tables:  # only the work is described: its witnesses are all files there
            terms = self.tables.get("severity", {}).get("terms")
            files = [f for f in scan_folder(self.folder) if f.name != terms]
            yield from (Entry(s, (f,)) for s, f in zip(sigla(len(files)), files, strict=True))
            return
        taken = {table["siglum"] for table in tables if "siglum" in table}
        free = (s for s in map(siglum_of, count()) if s not in taken)
        seen: dict[str, Where] = {}
        for i, table in enumerate(tables):
            where: Where = ("witness", i)
            siglum = table.get("siglum") or next(free)
            if not re.fullmatch(r"[\w*′’'-]+", siglum):
                raise self._fault(
                    (*where, "siglum"),
                    f"代号“{siglum}”只可用字母、汉字、数字",
                    f"siglum {siglum!r} must be letters and digits",
                )
            if siglum in seen:
                line = self._line(seen[siglum])
                raise self._fault(
                    (*where, "siglum"),
                    f"代号“{siglum}”重复，第 {line} 行已用",
                    f"siglum {siglum!r} is taken by line {line}",
                )
            seen[siglum] = (*where, "siglum")
            yield Entry(
                siglum=siglum,
                files=self._files(table, where),
                role=self._one_of(Role, *where, "role"),
                publication=table.get("publication", ""),
                date=table.get("date", ""),
                page=table.get("page", ""),
                image=self._image(table.get("image", ""), (*where, "image")),
                encoding=self._encoding(table.get("encoding", ""), (*where, "encoding")),
            )

    def _files(self, table: dict[str, Any], where: Where) -> tuple[Path, ...]:
        if ("file" in table) == ("files" in table):
            raise self._fault(
                where, "每一本须写 file 或 files，且只写其一", "a witness has either file or files"
            )
        if "file" in table:
            return (self._file(table["file"], (*where, "file")),)
        if not table["files"]:
            raise self._fault((*where, "files"), "files 是空的", "files is empty")
        return tuple(self._file(name, (*where, "files")) for name in table["files"])

    def _file(self, name: str, where: Where) -> Path:
        path = self._inside(name, where)
        if any(p.is_file() for p in path.parents):  # in a zip archive; told when it is opened
            return path
        if not path.is_file():
            what = (
                ("没有文件", "there is no file")
                if not path.exists()
                else ("不是普通文件：", "not a regular file:")
            )
            raise self._fault(where, f"{what[0]}“{name}”", f"{what[1]} {name}")
        return path

    def _inside(self, name: str, where: Where) -> Path:
        """The path of a name in the manifest, checked to lie in the folder even through links."""
        windows = PureWindowsPath(name)  # C:\ and \\server are absolute there, whatever they are here
        absolute = Path(name).is_absolute() or bool(windows.drive or windows.root)
        try:
            inside = not absolute and (self.folder / name).resolve().is_relative_to(self.folder.resolve())
        except (OSError, ValueError, RuntimeError):  # NUL in it, or a ring of links
            inside = False
        if not name or not inside:
            raise self._fault(
                where,
                f"“{name}”不在文件夹之内，只可写其中的相对路径",
                f"{name!r} is outside the folder; write a relative path inside it",
            )
        return self.folder / name

    def _image(self, name: str, where: Where) -> str:
        if name and not re.match(r"https?://", name):
            self._inside(name, where)  # it may be supplied later, so it need not be there
        return name

    def _encoding(self, name: str, where: Where) -> str:
        if name:
            try:
                codecs.lookup(name)
            except (LookupError, ValueError):
                raise self._fault(
                    where, f"没有名为“{name}”的编码", f"there is no encoding {name!r}"
                ) from None
        return name

    def _one_of(self, kind: type[Kind], *where: str | int) -> Kind | None:
        table: Any = self.tables
        for step in where:
            if isinstance(table, dict) and step not in table:
                return None
            table = table[step]
        return self._value(kind, table, where)

    def _value(self, kind: type[Kind], value: str, where: Where) -> Kind:
        try:
            return kind(value)
        except ValueError:
            allowed = " | ".join(kind)
            raise self._fault(
                where,
                f"{where[-1]} 不能是“{value}”，只可是 {allowed}",
                f"{where[-1]} must be one of {allowed}",
            ) from None

    def _unknown(self, where: Where, known: dict[str, Any]) -> ManifestError:
        allowed = "、".join(known)
        return self._fault(
            where, f"未知的键“{where[-1]}”，可用：{allowed}", f"unknown key {where[-1]!r}; known: {allowed}"
        )

    def _fault(self, where: Where, zh: str, en: str) -> ManifestError:
        return self._error(self._line(where), zh, en)

    def _line(self, where: Where) -> int:
        """The line of a key; of the nearest table around it when it is written inline."""
        lines = key_lines(self.source)
        while where and where not in lines:
            where = where[:-1]
        return lines.get(where, 1)

    def _error(self, line: int, zh: str, en: str, next_zh: str = "", next_en: str = "") -> ManifestError:
        return ManifestError(
            say(f"{self.path} 第 {line} 行：{zh}。", f"{self.path}, line {line}: {en}."),
            say(next_zh or "请改正这一行。", next_en or "Mend that line."),
        )


def _quoted(text: str) -> str:
    """A TOML basic string; JSON escapes the same, but for DEL."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")
