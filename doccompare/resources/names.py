"""Where a text names a person: a surname and one or two characters after an office, or before one."""

from __future__ import annotations

import re
from functools import lru_cache

# The hundred most frequent surnames of the census of 2020 and some more that stand in the news.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安"
    "齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛"
    "靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧"
    "闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌"
)
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|司徒|夏侯"
_OFFICE = (
    "书记|主任|主席|部长|省长|市长|县长|区长|乡长|镇长|局长|厅长|院长|校长|所长|处长|科长|司长|行长|社长|会长|署长|关长|"
    "委员|常委|代表|记者|通讯员|实习生|同志|董事长|总经理|经理|教授|主编|总编辑|秘书长|组长|队长|站长|部委|总理|副总理|"
    "检察长|政委|司令员|参谋长|村支书|支书"
)
# What begins with a surname and stands before an office too: 全国代表, 方面代表, 高级经理.
_NO_NAME = (
    "全国|全省|全市|全县|全体|方面|高级|金融|文化|安全|党组|党委|经济|任命|农业|项目|车间|单位|连队|甘肃|江苏|江西|"
    "时任|于是|向任|应任|代任|万名|千名|单独|华东|华南|华北|华中|温州|常务|常任|常委|宣传|顾问|工会|贵州|公司|支部|支队|"
    "计划|纪检|纪委|管理|查处|路线|解放|和任|车站|党支|党总|包村|包片|驻村|范围|党员|党代|党内|成都|成员|商会|商务"
)
_NAME = rf"(?:{_COMPOUND}|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"(?:{_OFFICE})[\s　]?(?P<name>(?!{_NO_NAME}|任(?:{_OFFICE})){_NAME})"),
        re.compile(
            rf"(?:^|[^\u4e00-\u9fff]|[由经请向]|{_OFFICE})(?P<name>(?!{_NO_NAME}){_NAME})(?:副|原)?(?:{_OFFICE})"
        ),
        re.compile(rf"(?P<name>{_NAME})(?:同志|先生|女士|等(?:同志|领导))"),
    )


def name_spans(text: str) -> list[tuple[int, int]]:
    """Where persons are named in a piece of text, in code points: rules only, no model.

    A name is found after an office or a title of courtesy; its length is at most one character too
    long, since nothing parts a name from what follows.
    """
    return sorted({m.span("name") for pattern in _patterns() for m in pattern.finditer(text)})
