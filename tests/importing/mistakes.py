"""Mistakes that stand in offices' registers of people, one a row: what is found of each, and where.

`MISTAKES` are those that a row shows by itself; `BESIDE`, of the same shape, what only the
registry or the other rows know: see `test_beside.py` for who is registered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from menkou.lib.identifiers import make_resident_id
from tests.importing.ground import WANG


@dataclass(frozen=True, slots=True)
class Mistake:
    """`cells`: what stands in the row instead of what is right. `column`: where it is found.

    `sentence`: how its reason begins.
    """

    code: str
    column: str
    cells: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""

    def row(self, number: int) -> dict[str, Any]:
        """A row that is right but for this mistake, of a person of her own."""
        return right(number) | dict(self.cells)


def right(number: int) -> dict[str, Any]:
    """A right row of the n-th person, with all columns that the mistakes have."""
    own = {"户编号": f"LH-{number:04d}", "手机号": f"138{number:08d}"}
    return WANG | dict.fromkeys(MORE, "") | own


MORE = ("户主姓名", "性别", "出生年月", "楼栋-单元-房号", "入住日期", "户类型", "是否监测对象")
"""Columns that some offices have."""


def _one(code: str, column: str, cell: Any, sentence: str, **others: Any) -> Mistake:
    return Mistake(code, column, {column: cell} | others, sentence)


MISTAKES: Sequence[Mistake] = (
    _one("blank", "户编号", "", "这一格要填"),
    _one("blank", "社区", " — ", "这一格要填"),
    _one("blank", "姓名", "　", "这一格要填"),
    _one("excel", "户编号", 5306020010010001, "这个号码被 Excel 改坏了"),
    _one("long", "户编号", "昭阳区红绿安置区一社区三栋二单元五〇一室之一", "字太多"),
    _one("letter", "安置区", "红\ue123安置区", "里面有看不见的字符"),
    _one("formula", "社区", "=#REF!", "这一格的公式出错了"),
    _one("long", "楼栋", "三栋靠东边大门的那一头", "字太多"),
    _one("door", "楼栋-单元-房号", "靠东边", "看不出哪是栋", 楼栋="", 单元="", 房号=""),
    _one("door_date", "楼栋-单元-房号", date(2003, 2, 1), "房号被 Excel 当成了日期",
         楼栋="", 单元="", 房号=""),
    _one("door_differs", "楼栋-单元-房号", "4-2-501", "两处写的房号不一样"),
    _one("rare", "姓名", "王?", "姓名里有一个字没有存下来"),
    _one("rare", "姓名", "王□", "姓名里有一个字没有存下来"),
    _one("rare", "姓名", "王\ue863", "姓名里有一个字没有存下来"),
    _one("name_odd", "姓名", "王芳2", "姓名里有数字或符号"),
    _one("name_odd", "姓名", "王芳（户主）", "姓名里有数字或符号"),
    _one("long", "姓名", "芳" * 61, "字太多"),
    _one("id_length", "身份证号", "53060219900101002", "身份证号不是 18 位"),
    _one("id_old", "身份证号", "530602900101002", "这是 15 位的老身份证号"),
    _one("id_characters", "身份证号", "53060219900101O023", "身份证号里有不该有的字"),
    _one("id_date", "身份证号", "530602199013010023", "身份证号里的出生日期不存在"),
    _one("id_check", "身份证号", "530602199001010028", "身份证号的最后一位对不上"),
    _one("id_excel", "身份证号", 530602199001010025, "身份证号被 Excel 改坏了"),
    _one("id_excel", "身份证号", "5.30602E+17", "身份证号被 Excel 改坏了"),
    _one("id_excel", "身份证号", "530602199001010000", "身份证号被 Excel 改坏了"),
    _one("no_identity", "身份证号", "", "没有身份证号", 性别="女"),
    _one("sex_differs", "性别", "男", "性别和身份证号对不上"),
    _one("choice", "性别", "不详吧", "这个写法不认识"),
    _one("birth_differs", "出生年月", "1991.1", "出生日期和身份证号对不上"),
    _one("day", "出生年月", "属马", "这不是一个日期", 身份证号="", 性别="女"),
    _one("no_month", "出生年月", "1958.13", "没有 13 月", 身份证号="", 性别="女"),
    _one("no_such_day", "出生年月", "1958年2月30日", "2 月没有 30 日", 身份证号="", 性别="女"),
    _one("year_only", "出生年月", 1958, "只有年份", 身份证号="", 性别="女"),
    _one("month_lost", "出生年月", 1958.1, "分不清是 1958 年 1 月",
         身份证号="", 性别="女"),
    _one("day_far", "出生年月", "1658-3-5", "年份不对", 身份证号="", 性别="女"),
    _one("before_birth", "入住日期", "1989-12-31", "入住日期比出生还早"),
    _one("choice", "与户主关系", "邻居", "这个写法不认识"),
    _one("head_name", "姓名", "王芳", "这一行是户主，姓名却", 户主姓名="李梅"),
    _one("phone", "手机号", "1380000000", "电话对不上"),
    _one("phone", "手机号", "没有手机找她女儿", "电话对不上"),
    _one("phone_two", "手机号", "13800000007/13900000008", "一格里有两个电话"),
    _one("phone_excel", "手机号", "1.38E+10", "电话被 Excel 改坏了"),
    _one("choice", "劳动能力", "还行", "这个写法不认识"),
    _one("choice", "残疾类别", "腿脚", "这个写法不认识"),
    _one("choice", "残疾等级", "五级", "这个写法不认识", 残疾类别="肢体"),
    _one("grade_alone", "残疾等级", "三级", "有残疾等级，没有残疾类别"),
    _one("choice", "不能外出原因", "不想去", "这个写法不认识"),
    _one("skill", "技能", "缝纫、唱山歌", "“唱山歌”不知道是哪种技能"),
    _one("long", "开户银行", "昭阳区农村信用合作联社" * 4, "字太多"),
    _one("bank_without_card", "银行卡号", "", "有开户银行，没有银行卡号"),
    _one("card", "银行卡号", "62284800000", "银行卡号不是 12 到 19 位数字"),
    _one("card", "银行卡号", "工行6228480012345678903", "银行卡号不是 12 到 19 位数字"),
    _one("card_excel", "银行卡号", 6228480012345678903, "银行卡号被 Excel 改坏了"),
    _one("card_excel", "银行卡号", "6228480000123450000", "银行卡号被 Excel 改坏了"),
    _one("choice", "户类型", "外来户", "这个写法不认识"),
    _one("choice", "是否监测对象", "也许", "这个写法不认识"),
)  # fmt: skip

DEAD, AWAY, OLD, CHILD, TWIN, SHE = (
    make_resident_id("530600", date(year, 3, 4), number)
    for number, year in enumerate((1950, 1975, 1960, 2012, 1985, 1988), 901)
)
"""Numbers of persons who are registered, but for the child's."""

BESIDE: Sequence[Mistake] = (
    _one("no_site", "安置区", "没有的安置区", "没有登记过这个安置区"),
    _one("no_community", "社区", "红路三社区", "没有登记过这个社区"),
    _one("two_communities", "安置区", "", "有几个社区叫这个名字", 社区="同名社区"),
    _one("not_yours", "社区", "靖安社区", "这个社区不归您管"),
    _one("twice_in_list", "身份证号", SHE, "这个人在第 ", 姓名="王她"),
    _one("two_heads", "与户主关系", "户主", "这一户在第 ", 户编号="H-她"),
    _one("head_there", "与户主关系", "户主", "这一户登记过别的户主", 户编号="H-在"),
    _one("future", "入住日期", "2031-01-01", "日期还没到"),
    _one("unborn", "出生日期", "2031-01-01", "出生日期还没到", 身份证号="", 性别="女"),
    _one("elsewhere", "身份证号", AWAY, "这个人登记在别的社区", 姓名="王远"),
    _one("died", "姓名", "王故", "记录里，这个人已经不在了", 身份证号=DEAD),
    _one("other_name", "姓名", "王新", "这个身份证号登记的姓名是王旧", 身份证号=OLD),
    _one("alike", "姓名", "王像", "同名、同生日的人已经登记过：王像", 身份证号=TWIN,
         户编号="H-像", 与户主关系="配偶"),
    _one("card_shared", "银行卡号", "6200001234567890128", "另有 1 个人也用这张卡"),
    _one("household_elsewhere", "户编号", "H-在", "这一户有人登记在别的社区",
         社区="红路二社区", 与户主关系="子女"),
    _one("under_16", "劳动能力", "全劳力", "未满 16 岁", 身份证号=CHILD, 与户主关系="子女"),
)  # fmt: skip
