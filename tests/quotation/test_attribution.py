from __future__ import annotations

import pytest

from doccompare.quotation.attribution import Attribution, Whose
from doccompare.quotation.laid import lay

TITLE = "关于加强城市公园管理的通知"
QUOTED = "“这里是一句引文，长短适中。”"


@pytest.mark.parametrize(
    ("lead", "whose"),
    [
        (f"《{TITLE}》指出：", Whose.WORK),
        (f"《{TITLE}》第三条规定，", Whose.WORK),
        ("《通知》要求，", Whose.WORK),
        ("通知强调：", Whose.WORK),
        ("第十二条规定：", Whose.WORK),
        ("《另一文件》指出：", Whose.OTHER),
        ("园长王明说：", Whose.OTHER),
        ("据新华社报道，", Whose.OTHER),
        ("会议强调，", Whose.OTHER),
        ("《通知》印发后，园长王明表示，", Whose.OTHER),
        ("按照规定，", Whose.UNSAID),
        ("", Whose.UNSAID),
        ("他读了一遍。", Whose.UNSAID),
    ],
)
def test_who_is_named_before_a_quotation(lead: str, whose: Whose) -> None:
    """The last source named in the sentence before a quotation is whose words it is said to be."""
    article = f"近日天气很好。{lead}{QUOTED}"
    found = Attribution(lay(article), TITLE).of_quotation(article.index("“") + 1)
    assert found is whose


def test_a_short_name_belongs_to_the_title_it_was_given_to() -> None:
    """《意见》 means the document that was introduced by it, though the work ends with the same word."""
    article = f"《农村公路养护意见》（以下简称《意见》）印发。《意见》指出，{QUOTED}"
    attribution = Attribution(lay(article), "关于加强城市公园管理的意见")
    assert attribution.of_quotation(article.rindex("“") + 1) is Whose.OTHER
