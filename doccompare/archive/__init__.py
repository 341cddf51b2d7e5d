"""Finding reprints and quotations of known works in a large archive of pages.

An archive is cut into shards; :func:`doccompare.archive.shard.search` is the one function that looks
through a shard, the same on every executor. The rest plans, commits and puts together.
"""
