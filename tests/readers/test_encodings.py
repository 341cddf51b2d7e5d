"""Which encoding is taken, why, and what happens to bytes that do not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.errors import ReadError, UsageError
from doccompare.readers import read_text

SIMPLIFIED = """关于做好城市防汛工作的通知

一、明确责任。各区县人民政府要落实行政首长负责制，建立“一线指挥”机制，确保责任到人。
1.加强值班。实行24小时值班制度，遇有险情立即报告；不得迟报、漏报、瞒报。
2.备足物资。按照每万人不少于15套的标准储备救生衣、编织袋等物资，定期检查更新。
"""
TRADITIONAL = """關於做好城市防汛工作的通知

一、明確責任。各區縣政府應落實首長負責制，建立「一線指揮」機制，確保責任到人。
1.加強值班。實行24小時值班制度，遇有險情立即報告；不得遲報、漏報、瞞報。
2.備足物資。按照每萬人不少於15套的標準儲備救生衣、編織袋等物資，定期檢查更新。
"""
LONG = SIMPLIFIED * 20


@pytest.mark.parametrize(
    ("codec", "chosen", "reason"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8-sig", "utf-8", "bom"),
        ("utf-16", "utf-16-le", "bom"),
        ("utf-32", "utf-32-le", "bom"),
        ("utf-16-le", "utf-16-le", "detected"),
        ("utf-16-be", "utf-16-be", "detected"),
        ("gb18030", "gb18030", "detected"),
        ("gbk", "gb18030", "detected"),
        ("gb2312", "gb18030", "detected"),
        ("hz", "hz", "detected"),
        ("utf-7", "utf-7", "detected"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_is_found_and_its_reason_kept(codec: str, chosen: str, reason: str, end: str) -> None:
    """The encoding is found by itself and reported; the text comes out whole, line ends untouched."""
    text = SIMPLIFIED.replace("\n", end)
    decoded = read_text(text.encode(codec), "通知.txt", None)
    assert (decoded.text, decoded.encoding, decoded.reason) == (text, chosen, reason)
    assert decoded.problems == ()


@pytest.mark.parametrize("text", ["a ~{ b ~} c\n", "1+1-2 and a+b+c- and C++\n", "x=+AGE-\n"])
def test_ascii_with_the_signs_of_other_encodings(text: str) -> None:
    """A tilde with a brace, or a plus, makes no HZ or UTF-7 of a text that is no Chinese then."""
    decoded = read_text(text.encode(), "a.txt", None)
    assert (decoded.text, decoded.encoding) == (text, "utf-8")


def test_big5_is_told_from_gb18030() -> None:
    """Traditional text in Big5 is valid GB18030 as well; what makes sense is taken."""
    decoded = read_text(TRADITIONAL.encode("big5"), "通知.txt", None)
    assert (decoded.text, decoded.encoding, decoded.reason) == (TRADITIONAL, "big5", "detected")


def test_traditional_text_in_gb18030() -> None:
    """Traditional characters do not make a GB18030 file Big5, nor a garbled one."""
    decoded = read_text(TRADITIONAL.encode("gb18030"), "通知.txt", None)
    assert (decoded.text, decoded.encoding, decoded.problems) == (TRADITIONAL, "gb18030", ())


@pytest.mark.parametrize(
    "line", ["关于做好城市防汛工作的通知", "中国共产党第二十次全国代表大会", "2024年3月28日"]
)
def test_a_single_short_line_of_gbk(line: str) -> None:
    """A dozen characters are enough to know GBK by."""
    assert read_text(line.encode("gbk"), "x.txt", None).text == line


def test_bom_is_dropped_and_nothing_else() -> None:
    """The text is as received: the BOM goes; NFC, ligatures and odd spaces are left alone."""
    text = "\u3000類\uf9d0①…ｅ\u0301 \r\n一、总体要求\n"
    assert read_text(b"\xef\xbb\xbf" + text.encode(), "x.txt", None).text == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1))
def test_any_utf8_comes_back_code_point_for_code_point(text: str) -> None:
    """Whatever UTF-8 holds is kept: offsets of the witness are offsets of the file decoded."""
    assert read_text(("文" + text).encode(), "x.txt", None).text == "文" + text


@pytest.mark.parametrize(
    ("stated", "codec", "chosen"),
    [
        ("GBK", "gbk", "gb18030"),
        ("gb2312", "gbk", "gb18030"),
        ("utf-16", "utf-16", "utf-16-le"),
        ("utf8", "utf-8-sig", "utf-8"),
    ],
)
def test_stated_encoding_goes_before_all(stated: str, codec: str, chosen: str) -> None:
    """--encoding overrides; GB2312 and GBK are read as GB18030, a BOM is dropped all the same."""
    decoded = read_text(SIMPLIFIED.encode(codec), "x.txt", stated)
    assert (decoded.text, decoded.encoding, decoded.reason) == (SIMPLIFIED, chosen, "stated")


@pytest.mark.parametrize("name", ["utf-88", "hex", "rot13", "", "编码", "a\0b"])
def test_no_such_encoding_is_a_wrong_call(name: str) -> None:
    """A codec that does not exist, or makes no text, is a usage error that lists what may be said."""
    with pytest.raises(UsageError) as caught:
        read_text(SIMPLIFIED.encode(), "x.txt", name)
    assert "gb18030" in caught.value.hint
    assert caught.value.exit_code == 2


def test_stated_encoding_that_does_not_fit_names_the_place() -> None:
    """A stated encoding that fails is an error with line and byte, never a silent other one."""
    with pytest.raises(ReadError, match=r"通知\.txt.*utf-8.*第 1 行第 1 字（第 0 字节）"):
        read_text(SIMPLIFIED.encode("gbk"), "通知.txt", "utf-8")


@pytest.mark.parametrize("codec", ["gbk", "big5", "utf-8", "utf-16-le"])
def test_truncated_in_mid_character(codec: str) -> None:
    """A long file that ends inside a character is read, and the place is a problem with line and column."""
    text = (
        (TRADITIONAL if codec == "big5" else SIMPLIFIED) * 20
        + "确" * (codec != "big5")
        + "部" * (codec == "big5")
    )
    decoded = read_text(text.encode(codec)[:-1], "x.txt", None)
    assert decoded.text[:-1] == text[:-1]
    assert decoded.text[-1] == "\ufffd"
    (problem,) = decoded.problems
    assert problem.code == "damaged-bytes"
    assert problem.span is not None
    assert problem.span.start == len(text) - 1
    assert problem.message.startswith(f"第 {text.count(chr(10)) + 1} 行第 1 字")


def test_one_damaged_byte_is_a_problem_not_an_error() -> None:
    """One bad byte in a long GBK file: nearly all is read, the place is named."""
    data = LONG.encode("gbk")
    at = data.index("防汛".encode("gbk"), len(data) // 2)
    decoded = read_text(data[:at] + b"\xff" + data[at + 1 :], "x.txt", None)
    assert decoded.encoding == "gb18030"
    assert any(p.code == "damaged-bytes" for p in decoded.problems)
    assert sum(a != b for a, b in zip(decoded.text, LONG, strict=False)) < len(LONG)


def test_a_byte_lost_does_not_spoil_what_follows() -> None:
    """When a lead byte became a letter, the pairs after it are found again; the place is a problem."""
    data = LONG.encode("gbk")
    at = data.index("区县人民".encode("gbk"))
    decoded = read_text(data[:at] + b"A" + data[at + 1 :], "x.txt", None)
    assert [p.code for p in decoded.problems] == ["damaged-bytes"]
    assert all(p.message.startswith("第 3 行") for p in decoded.problems)
    assert decoded.text == LONG.replace("区县人民", "A\ufffd县人民", 1)


def test_one_damaged_byte_of_utf8_stays_utf8() -> None:
    """A bad byte does not turn a UTF-8 file into mojibake of another encoding."""
    data = LONG.encode()
    decoded = read_text(data[:3000] + b"\xff" + data[3000:], "x.txt", None)
    assert decoded.encoding == "utf-8"
    assert [p.code for p in decoded.problems] == ["damaged-bytes"]


def test_too_much_damage_is_an_error_with_its_line() -> None:
    """When more than one place in two hundred cannot be read the file is refused, with line and byte."""
    data = bytearray(SIMPLIFIED.encode())
    data[60:64] = data[90:94] = b"\xff\xfe\xff\xfe"
    with pytest.raises(ReadError, match=r"坏\.txt.*第 3 行.*字节"):
        read_text(bytes(data), "坏.txt", None)


def test_the_first_fault_is_that_of_the_encoding_that_fits_furthest() -> None:
    """Of a GBK file with damaged bytes the place is that of the damage, not where UTF-8 stops at once."""
    data = bytearray(SIMPLIFIED.encode("gb18030"))
    data[61:121:2] = b"\xff" * 30
    with pytest.raises(ReadError, match=r"坏\.txt.*第 3 行（第 (60|61) 字节）"):
        read_text(bytes(data), "坏.txt", None)


def test_replacement_characters_of_the_file_itself() -> None:
    """U+FFFD that somebody else left in the text is a problem, not an error, and is kept."""
    decoded = read_text("一、总体要求\n坚持以\ufffd\ufffd为中心".encode(), "x.txt", None)
    assert [(p.code, p.message[:12]) for p in decoded.problems] == [
        ("replacement-character", "第 2 行第 4 字：文")
    ]


def test_private_use_characters_are_flagged_never_dropped() -> None:
    """A private-use character stays in the text and is a problem with its place."""
    decoded = read_text("张\ue000同志\n任命李\U000f0000为主任".encode(), "x.txt", None)
    assert decoded.text == "张\ue000同志\n任命李\U000f0000为主任"
    assert [(p.code, p.span and p.span.start) for p in decoded.problems] == [
        ("private-use", 1),
        ("private-use", 8),
    ]


def test_many_problems_are_counted_not_listed() -> None:
    """From the eleventh place on one problem speaks for the rest."""
    decoded = read_text(("国\ue000" * 25).encode(), "x.txt", None)
    assert len(decoded.problems) == 11
    assert "15" in decoded.problems[-1].message


@pytest.mark.parametrize("text", ["学习", "职业", "目录", "中国", "会议强调"])
@pytest.mark.parametrize("codec", ["gbk", "utf-16-le", "utf-16-be"])
def test_two_characters_that_fit_utf8_by_chance(text: str, codec: str) -> None:
    """Short GBK may be pairs of UTF-8 letters (ѧϰ for 学习); what is Chinese is taken; so may UTF-16."""
    if codec != "gbk":
        text *= 3
    assert read_text(text.encode(codec), "x.txt").text == text


@pytest.mark.parametrize("text", ["café", "naïve façade", "Ünïcödé text of some length", "a – b"])
def test_european_letters_stay_utf8(text: str) -> None:
    """UTF-8 with a few accented letters among others is not taken for Chinese."""
    decoded = read_text(text.encode(), "x.txt")
    assert (decoded.text, decoded.encoding) == (text, "utf-8")


def test_the_confidence_grows_with_the_text() -> None:
    """A detected encoding says how sure it is; one that was not guessed says nothing; little is doubtful."""
    sure = [read_text(text.encode("gbk"), "x.txt").confidence or 0.0 for text in ("增减", SIMPLIFIED)]
    assert 0 < sure[0] < sure[1] <= 1
    assert sure[1] > 0.8
    assert read_text(SIMPLIFIED.encode(), "x.txt").confidence is None
    assert read_text(SIMPLIFIED.encode("gbk"), "x.txt", "gbk").confidence is None
    doubtful = read_text("销号".encode("gbk"), "x.txt")
    assert [p.code for p in doubtful.problems] == ["encoding-doubt"]


@pytest.mark.parametrize("codec", ["gbk", "utf-8", "utf-16-le"])
def test_a_short_file_cut_off_in_mid_character(codec: str) -> None:
    """A short file that ends inside a character is read, its last character marked as lost."""
    decoded = read_text(SIMPLIFIED.rstrip().removesuffix("。").encode(codec)[:-1], "x.txt")
    assert decoded.text[-1] == "\ufffd"
    assert decoded.text[:-1] == SIMPLIFIED.rstrip().removesuffix("。")[:-1]
    assert "damaged-bytes" in [p.code for p in decoded.problems]


def test_damaged_gbk_of_a_page() -> None:
    """Two bad bytes in five hundred characters: the rest is read, both places are told."""
    data = bytearray((SIMPLIFIED * 4).encode("gbk"))
    for word in ("值班", "物资"):
        at = data.index(word.encode("gbk"), len(data) // 2)
        data[at] = 0xFF
    decoded = read_text(bytes(data), "x.txt")
    assert decoded.encoding == "gb18030"
    assert decoded.text.count("\ufffd") == 2
    assert [p.code for p in decoded.problems][:2] == ["damaged-bytes"] * 2
