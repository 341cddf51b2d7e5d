"""Texts, and the share of characters that a reader got wrong."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

import pytest
from rapidfuzz.distance import Levenshtein

from doccompare.text import fold

TITLE = "关于加强城市老旧小区消防安全工作的意见"
DATE = "（2023年11月9日）"
BODY = [
    "城市老旧小区建成年代早、人口密集、设施陈旧，消防安全关系群众生命财产。为加强老旧小区消防安全工作，现提出如下意见。",
    "一、总体要求",
    "坚持人民至上、生命至上，坚持预防为主、防消结合，力争用3年左右时间，基本消除老旧小区重大火灾隐患，居民自防自救能力明显提高。",
    "二、排查整治隐患",
    "1.打通消防通道。街道办事处要会同公安、住建等部门，对占用、堵塞、封闭消防车通道的行为逐一登记，限期整改。对居民停车确有困难的，"
    "应当利用周边公共停车设施错时停放，不得以疏堵代替整治。",
    "2.更新消防设施。室内消火栓、自动喷水灭火系统损坏的，由物业服务人维修；没有物业服务的，由社区居民委员会组织维修，所需费用按规定从"
    "专项维修资金中列支。每栋住宅楼至少配备2具4公斤以上的灭火器。",
    "3.规范电动自行车停放充电。严禁在楼梯间、疏散通道、安全出口停放电动自行车或者为其充电。鼓励在小区空旷地带建设集中停放充电场所，"
    "与住宅外墙保持不少于6米的距离。",
    "三、健全责任体系",
    "4.压实各方责任。县级人民政府统一领导，应急管理部门综合监管，消防救援机构依法实施监督检查，行业主管部门各司其职。对履职不力、"
    "失职渎职造成严重后果的，依法依规追究责任。",
    "5.建强微型消防站。每个社区设一个微型消防站，队员不少于6人，每月至少训练2次，做到1分钟响应、3分钟到场。",
    "6.深入宣传教育。广泛开展“敲门行动”，对独居老人、残疾人等重点人群每季度至少上门一次，帮助其检查用火用电用气安全，教会其报警和逃生。",
]
# Long enough for columns on three pages; the chapters differ, so that no line stands twice.
CHAPTERS = [
    f"{'一二三四五六七八九十'[n // 10]}{'甲乙丙丁戊己庚辛壬癸'[n % 10]}、{p}"
    if n % 3 == 0
    else f"{p[:-1]}，第{n}项照此办理。"
    for n, p in enumerate(BODY * 5)
]


def character_error(expected: str, text: str) -> float:
    """The edits from the expected text to what was read, per expected character; spaces and width aside."""
    a, b = ("".join(fold(t).split()) for t in (expected, text))
    return Levenshtein.distance(a, b) / len(a)


@cache
def has_chinese_font() -> bool:
    """Whether there is a font on this machine with which Han can be drawn."""
    listing = shutil.which("fc-list")
    if listing is None:
        return False
    return bool(subprocess.run([listing, ":lang=zh"], capture_output=True, check=False).stdout.strip())


needs_font = pytest.mark.skipif(not has_chinese_font(), reason="no Chinese font here to draw a page with")
