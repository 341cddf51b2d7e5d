"""A made-up work and made-up pages around it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from doccompare.locating import Extent, Located, locate
from doccompare.model import Role, Witness

TITLE = "临江市关于推进农村公路管护的意见"
DATE = "（2021年5月18日）"
PARAGRAPHS = (
    "农村公路是乡亲们出门的路，也是农产品进城的路。为了把路管好护好，结合本市实际，提出如下意见。",
    "一、明确管护责任",
    "1. 落实各级责任。县道由县交通部门负责，乡道由乡镇政府负责，村道由村委会负责，逐段公示责任人和联系电话。",
    "2. 稳定养护队伍。每十公里配备一名专职护路员，优先聘用本村脱贫户，签订劳务协议，按月足额发放报酬。",
    "二、保障养护资金",
    "3. 多方筹措资金。市级财政每年每公里补助县道一万元、乡道六千元、村道三千元，不足部分由县级财政兜底解决。",
    "4. 加强资金监管。养护资金专户管理，任何单位不得截留、挤占和挪用，年末向群众公开使用情况。",
    "三、强化监督考核",
    "5. 建立巡查制度。护路员每周巡查两次，雨季每天巡查一次，发现塌方、坑槽立即设置警示标志并上报。",
    "6. 严格兑现奖惩。年度考核优秀的乡镇给予奖励，连续两年不合格的约谈主要负责人，并相应核减补助资金。",
)
BODY = "\n".join(PARAGRAPHS)
CREDIT = "新华社临江5月20日电"
WORK = f"{TITLE}\n{DATE}\n{BODY}"

SPORT = (
    "本报讯（记者　林晓）昨晚，城东体育馆座无虚席，市男子篮球联赛决赛在此打响。主队开场打出十二比二的高潮，"
    "客队随后靠外线连续命中将比分迫近，最后时刻主队后卫两罚全中锁定胜局。"
)
WEATHER = "气象台预计，未来三天沿江地区有小到中雨，山区局部大雨，最低气温将降到九摄氏度左右，请注意添衣保暖。"
ACTOR = "话剧《灯塔》首演成功，演员们三次谢幕。剧本改了十一稿，最难的是把守塔人一辈子的孤独演得不动声色。"
MARKET = "早市上的春笋便宜了，每斤三元五角，菜贩老周一早上卖出两百多斤，他说今年雨水足，价格还会再落一落。"
TRAIN = "新开的夜班地铁昨夜首日运行，车上坐着下班的护士、收摊的小贩和赶早班飞机的旅客，客流比预计多出一成。"
SCHOOL = (
    "实验小学把菜园搬上了楼顶，孩子们种下番茄和豆角，每天轮流浇水记日记，收获的第一篮菜送给了食堂的阿姨。"
)
MUSEUM = "博物馆新展出一批宋代瓷枕，讲解员说，最受孩子喜爱的是那只卧着的狮子，它的背上还留着八百年前的指纹。"
ARTICLES = (SPORT, WEATHER, ACTOR, MARKET)


def witness(siglum: str, text: str, role: Role | None = None) -> Witness:
    """A witness of this text."""
    return Witness(siglum, text, f"{siglum}.txt", sha256(text.encode()).hexdigest(), role)


def located(*texts: str, title: str = "") -> Located:
    """Where the work stands in these pages, 甲 乙 丙 … by order."""
    return locate([witness(s, t) for s, t in zip("甲乙丙丁戊己", texts, strict=False)], title)


def words(text: str, extent: Extent) -> str:
    """What an extent holds, without white space."""
    return "".join("".join(text[s.start : s.end].split()) for s in extent.spans)


def solid(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def wrapped(text: str, width: int = 18) -> str:
    """Every paragraph set to a column, the first line of each indented."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        rest = f"　　{paragraph}"
        while rest:
            lines.append(rest[:width])
            rest = rest[width:]
    return "\n".join(lines)


def page(*parts: str, gap: str = "\n\n") -> str:
    """The parts of a page, one after the other."""
    return gap.join(parts)


def found(result: Located) -> Sequence[bool]:
    """Which pages have the work."""
    return [bool(extent.spans) for extent in result.extents]


# The pages other tests compare with: their articles stand nowhere else.
PLAIN = page(TRAIN, WORK, SCHOOL)
SECOND = page(MUSEUM, WORK)
