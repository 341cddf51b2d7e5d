"""Word edges of Chinese text. jieba lives only here, and is loaded when first needed.

Words are used to *show* a difference (居民 / 人民, not 居 / 人) and to remark on broken words, never to
choose a reading: measured, the more frequent word is the corruption half the time.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from doccompare.resources.freedom import freedom

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CACHE: Final = "jieba.marshal"
WINDOW: Final = 20  # characters looked at on either side of a span
PHRASE: Final = 4  # a dictionary entry this long may be a phrase of shorter words (公平竞争)

BOUND: Final = 0.12  # a character less free than this hardly stands alone (支 0.11, 党 0.31, 的 0.86)
FREE: Final = 0.4  # a character freer than this is a word
REDUPLICATED: Final = 30  # a doubled character is a word from this count on (人人, 往往; not 配配)
# What may stand beside a whole word without being one: stops, particles, prepositions.
_JOINTS: Final = "，。、；：,;:和与或及的了在由对为以于把被将等"
# Single characters that make a word with the word before or after them, and so stand alone in a cut.
_AFFIXES: Final = frozenset(
    "者性化员率度型类式法权区县市省州乡镇村局部厅院会制级岗费款量感观网站点线面体系师长生民家户队团组室处科所"
    "卡库圈群岁年月日时分秒天次个名项条章元位件种批台人力委关各每该本此其某全总副新老大小高低多少不无未可非第"
    "前后上下内外中里间起来去过得地着但也又都就才再还更最很较从向据因使令让给同跟若则即是有到约近超逾达共已曾"
    "须应要能想做用自例现原拟宜仍均皆尚暂特请望"
)
# A number with its separators is one word for us; jieba would cut 2.5 and 1,886 at the point.
_NUMBER: Final = r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*[%％]?"


def cache_folder(kind: str = "") -> Path | None:
    """A private folder for what is kept from run to run, or None when none can be had.

    ``kind``: the name of the folder; by default that of the dictionary as loaded.
    The dictionary is read with marshal, so whoever may write the file may crash or steer the process: the
    folder must be a real directory of this user that nobody else may open, and so must the folder
    above it. The shared temp folder, jieba's default, is never used.
    """
    from pathlib import Path

    if os.name != "posix":
        return None  # no owner and mode to check: build the table anew
    try:
        root = Path(os.environ.get("XDG_CACHE_HOME", ""))
        if not root.is_absolute():  # the XDG rule: a relative value is ignored
            root = Path.home() / ".cache"
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        above = root.stat()
        open_to_others = above.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not above.st_mode & stat.S_ISVTX
        if open_to_others or above.st_uid not in (0, os.geteuid()):
            return None
        folder = root
        own = kind or f"jieba-{sys.implementation.cache_tag}"  # marshal is per version
        for name in ("doccompare", own):
            folder = folder / name
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
            if not _is_private(folder.lstat(), stat.S_ISDIR):
                return None
        return folder if os.access(folder, os.W_OK | os.X_OK) else None
    except (OSError, RuntimeError):  # RuntimeError: no home folder
        return None


def _is_private(found: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether this is of the kind it should be (no link), ours, and closed to everybody else."""
    return is_kind(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    """The tokenizer of jieba with its dictionary loaded (0.3 s from the cache, else 0.8 s)."""
    # jieba imports pkg_resources only to find its own file, at 0.1 s and a deprecation warning, and
    # manages without: hide it for the moment of the import.
    hidden = "pkg_resources" not in sys.modules
    if hidden:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in jieba's source
            import jieba
    finally:
        if hidden:
            del sys.modules["pkg_resources"]
    jieba.setLogLevel(60)  # above CRITICAL: a library is silent
    tokenizer = jieba.Tokenizer()
    folder = cache_folder()
    source = tokenizer.get_dict_file()
    signature = (jieba.__version__, os.fstat(source.fileno()).st_size)
    kept = _read_cache(folder / CACHE, signature) if folder else None
    tokenizer.FREQ, tokenizer.total = kept or tokenizer.gen_pfdict(source)
    source.close()
    tokenizer.initialized = True
    if folder and not kept:
        _write_cache(folder / CACHE, (signature, tokenizer.FREQ, tokenizer.total))
    return tokenizer


def _read_cache(path: Path, signature: tuple[str, int]) -> tuple[dict[str, int], int] | None:
    """The dictionary kept in ``path``, or None when there is none, or not ours, or of another jieba.

    Read at one stroke: jieba's own ``marshal.load`` from the open file takes as long as building anew.
    """
    import marshal

    try:
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
            if not _is_private(os.fstat(file.fileno()), stat.S_ISREG):
                return None
            found, frequency, total = marshal.loads(file.read())
        return (frequency, total) if found == signature else None
    except (OSError, EOFError, ValueError, TypeError):
        return None  # not there, or damaged


def _write_cache(path: Path, value: tuple[tuple[str, int], dict[str, int], int]) -> None:
    """Keep the dictionary, under a name of its own until it is whole; a failure only costs time."""
    import marshal
    import tempfile

    with suppress(OSError):
        handle, draft = tempfile.mkstemp(dir=path.parent)  # 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(marshal.dumps(value))
            os.replace(draft, path)  # noqa: PTH105 - a str, and pathlib need not be loaded for it
        except OSError:
            os.unlink(draft)  # noqa: PTH108
            raise


def is_word(s: str) -> bool:
    """Whether ``s`` stands in jieba's dictionary as a word or set phrase (single characters often do)."""
    return bool(_tokenizer().FREQ.get(s))


def word_edges(text: str) -> list[int]:
    """The cut offsets of ``text`` in code points, sorted, 0 and ``len(text)`` included.

    The cut is jieba's with HMM off (dictionary words only: the HMM invents 选得 and 优进); a number with
    its separators and percent sign is one word.
    """
    return list(_edges(text))


@lru_cache(maxsize=4096)
def _edges(text: str) -> tuple[int, ...]:
    edges = {0, len(text)}
    offset = 0
    for word in _tokenizer().cut(text, HMM=False):
        offset += len(word)
        edges.add(offset)
    for number in re.finditer(_NUMBER, text):
        edges.difference_update(range(number.start() + 1, number.end()))
        edges.update(number.span())
    return tuple(sorted(edges))


def widen(
    text: str, start: int, end: int, left_limit: int, right_limit: int, at_most: int = 3
) -> tuple[int, int]:
    """The smallest span around ``[start, end)`` whose ends are word edges, in code points.

    Each end moves out by at most ``at_most`` characters, never beyond ``left_limit`` / ``right_limit`` and
    never over punctuation (a token of its own); an end that finds no edge within reach stays where it is,
    and so does the other when both lie in one word. A dictionary phrase of four or more characters that
    is made of words counts as those words: 公平|竞争.
    """
    low = max(left_limit, start - WINDOW, 0)
    high = min(right_limit, end + WINDOW, len(text))
    window = text[low:high]
    edges = _fine_edges(window)
    first = max((edge for edge in edges if edge <= start - low), default=start - low) + low
    last = min((edge for edge in edges if edge >= end - low), default=end - low) + low
    near = start - first <= at_most
    far = last - end <= at_most
    if not (near and far) and not any(start <= low + edge <= end for edge in edges):
        return start, end  # both ends lie in one word: the whole of it or nothing
    return (first if near else start), (last if far else end)


@lru_cache(maxsize=4096)
def _fine_edges(text: str) -> tuple[int, ...]:
    """The word edges of ``text``, phrases cut into their words."""
    edges = _edges(text)
    fine = set(edges)
    for start, end in pairwise(edges):
        if end - start >= PHRASE and not text[start:end].isascii():
            fine.update(start + cut for cut in _phrase_cuts(text[start:end]))
    return tuple(sorted(fine))


def _phrase_cuts(phrase: str) -> tuple[int, ...]:
    """Where a dictionary phrase falls into words of two or three characters; () when it does not.

    The fewest words win, then the split whose rarest word is the most frequent.
    """
    frequency = _tokenizer().FREQ
    best: dict[int, tuple[int, float, tuple[int, ...]]] = {0: (0, float("-inf"), ())}
    for end in range(2, len(phrase) + 1):
        for start in (end - 2, end - 3):
            known = frequency.get(phrase[start:end], 0) if start in best else 0
            if known:
                words, rarest, cuts = best[start]
                candidate = (words + 1, max(rarest, -known), (*cuts, end))
                best[end] = min(best.get(end, candidate), candidate)
    return best[len(phrase)][2][:-1] if len(phrase) in best else ()


def looks_like_nonword(left: str, reading: str, right: str) -> bool:
    """Whether a reading leaves a broken word where it meets its agreed neighbours: a remark, no verdict.

    Two signs, each at or beside the reading: a character doubled that no word doubles (选优优), and a bound
    character left alone between whole words (鼓励和支优秀, the 持 lost). Coined words (优进绌退, 职住) are
    runs of single characters and pass. Measured on running text: 0.1-0.6 % of sound places are remarked
    on, against 36 % of places that lost a character and 73 % of those that doubled one; exchanged
    characters are seldom seen. ``left`` and ``right``: a dozen characters of each are enough.
    """
    left, right = left[-WINDOW:], right[:WINDOW]
    text = left + reading + right
    start, end = len(left), len(left) + len(reading)
    spans = list(pairwise(_edges(text)))
    words = [text[low:high] for low, high in spans]
    for at, (low, high) in enumerate(spans):
        if low <= end and high >= start and high - low == 1 and _is_han(words[at]):
            before = words[at - 1] if at else ""
            after = words[at + 1] if at + 1 < len(words) else ""
            if _is_doubled(before, words[at], after) or _is_stranded(before, words[at], after):
                return True
    return False


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _is_doubled(before: str, char: str, after: str) -> bool:
    """A lone character repeats the end of the word before it or the beginning of the word after it."""
    if char in "一二三四五六七八九十" or _tokenizer().FREQ.get(char * 2, 0) >= REDUPLICATED:
        return False
    if char in (before, after):
        return True
    # 在在职人员中 is good Chinese: a word that stands alone may meet a word that begins or ends with it
    touches = before.endswith(char) or after.startswith(char)
    return touches and freedom(char) < FREE


def _is_stranded(before: str, char: str, after: str) -> bool:
    """A lone character that hardly ever is a word, between whole words, particles or stops."""
    solid = all(
        (len(word) > 1 and _is_han(word[0])) or (word and word in _JOINTS) for word in (before, after)
    )
    whole = len(before) > 1 or len(after) > 1
    return solid and whole and char not in _AFFIXES and freedom(char) < BOUND
