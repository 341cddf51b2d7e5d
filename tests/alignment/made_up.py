"""Made-up texts and noisy copies of them, as hypothesis strategies and from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# The same examples in every run: a failure can be repeated, a run costs the same.
PROFILE = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

PHRASES = (
    "加强组织领导", "落实工作责任", "完善考核机制", "统筹教育资源", "推进项目建设", "健全服务体系",
    "提高保障水平", "优化审批流程", "规范资金管理", "开展业务培训", "明确任务分工", "强化监督检查",
    "由县级财政承担", "在年底之前完成", "不得截留挪用", "可以适当放宽", "每户补助八百元", "共计一百二十人",
    "各乡镇和街道", "有条件的地区", "重点用水单位", "村民小组", "主管部门", "社会力量",
)  # fmt: skip
FOREIGN = "犇麤龘翀甯雱霈澍沄鄯郫"


def text_of(rng: Random, paragraphs: int, sentences: int = 3) -> str:
    """Paragraphs of sentences of phrases; phrases come back now and then, as they do in notices."""
    lines = []
    for _ in range(paragraphs):
        line = ""
        for _ in range(rng.randint(1, sentences)):
            chosen = [rng.choice(PHRASES) for _ in range(rng.randint(2, 5))]
            line += rng.choice("，、；").join(chosen) + "。"
        lines.append(line)
    return "\n".join(lines)


def substituted(rng: Random, text: str, rate: float) -> str:
    """The text with characters replaced by ones it does not have; line ends and stops stay."""
    return "".join(rng.choice(FOREIGN) if c not in "\n。" and rng.random() < rate else c for c in text)


def noisy(rng: Random, text: str) -> str:
    """A copy with a few errors of every kind: letters, phrases, order, paragraphs, the end."""
    for _ in range(rng.randint(0, 4)):
        at = rng.randrange(max(1, len(text)))
        size = rng.choice((1, 1, 2, 4, 9))
        kind = rng.choice(("replace", "insert", "delete", "double", "swap", "sign"))
        piece = text[at : at + size]
        if "\n" in piece:
            continue
        if kind == "replace":
            piece = "".join(rng.choice(FOREIGN) for _ in piece)
        elif kind == "insert":
            piece = rng.choice(PHRASES)[:size] + piece
        elif kind == "delete":
            piece = ""
        elif kind == "double":
            piece += piece
        elif kind == "swap":
            piece = piece[len(piece) // 2 :] + piece[: len(piece) // 2]
        else:
            piece = rng.choice("，；、") + piece
        text = text[:at] + piece + text[at + size :]
    lines = text.split("\n")
    fate = rng.random()
    if len(lines) > 2 and fate < 0.15:
        del lines[rng.randrange(len(lines))]
    elif len(lines) > 2 and fate < 0.25:
        lines.insert(rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines))))
    elif fate < 0.35:
        lines[-1] = lines[-1][: len(lines[-1]) // 2]
    elif len(lines) > 2 and fate < 0.42:
        lines = lines[: len(lines) // 2 + 1]
    return "\n".join(lines)


def witness_sets(least: int = 2, most: int = 6) -> st.SearchStrategy[list[str]]:
    """Sets of noisy copies of one text."""

    def build(seed: int, count: int, paragraphs: int) -> list[str]:
        rng = Random(seed)
        truth = text_of(rng, paragraphs)
        return [noisy(rng, truth) or "空" for _ in range(count)]

    return st.builds(build, st.integers(0, 2**32), st.integers(least, most), st.integers(1, 6))


def tiny_sets() -> st.SearchStrategy[list[str]]:
    """Two to four texts of a few characters, as the slow aligner can bear."""
    return st.lists(st.text("甲乙丙丁", min_size=1, max_size=6), min_size=2, max_size=4)


def independent_copies(seed: int, count: int, rate: float, paragraphs: int = 16) -> Sequence[str]:
    """``count`` copies of one text, each with its own replaced characters."""
    rng = Random(seed)
    truth = text_of(rng, paragraphs, 4)
    return [substituted(rng, truth, rate) for _ in range(count)]
