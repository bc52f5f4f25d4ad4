"""搬迁户（劳动力）花名册: households and persons."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from menkou.importing.declaring import Column, Fault, ListKind, ListRow
from menkou.importing.reading import cells, days
from menkou.lib import identifiers

RELATIONS = {
    "户主": "head", "配偶": "spouse", "子女": "child", "父母": "parent", "孙辈": "grandchild",
    "其他": "other",
    **dict.fromkeys(["本人", "本人或户主", "户主本人", "户主(本人)"], "head"),
    **dict.fromkeys(["妻", "妻子", "夫", "丈夫", "夫妻", "之妻", "之夫", "爱人", "老婆"], "spouse"),
    **dict.fromkeys(
        ["子", "女", "儿子", "女儿", "长子", "次子", "三子", "四子", "五子", "长女", "次女",
         "三女", "四女", "五女", "二子", "二女", "独生子", "独生女", "之子", "之女", "养子",
         "养女", "养子或继子", "养女或继女", "继子", "继女", "继子女", "养子女", "大儿子",
         "小儿子", "大女儿", "小女儿", "二儿子", "二女儿"], "child"),
    **dict.fromkeys(
        ["父", "母", "父亲", "母亲", "之父", "之母", "公公", "婆婆", "岳父", "岳母", "公婆",
         "岳父母", "继父", "继母", "养父", "养母", "配偶父母"], "parent"),
    **dict.fromkeys(
        ["孙子", "孙女", "孙子女", "之孙子", "之孙女", "外孙", "外孙子", "外孙女", "外孙子女",
         "之外孙子", "之外孙女", "长孙", "次孙", "曾孙"], "grandchild"),
    **dict.fromkeys(
        ["其它", "兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹", "兄弟", "姐妹",
         "兄弟姐妹", "之兄弟姐妹", "儿媳", "媳妇", "之儿媳", "女婿", "之女婿", "嫂子", "弟媳",
         "祖父", "祖母", "爷爷", "奶奶", "之祖父", "之祖母", "外祖父", "外祖母", "外公", "外婆",
         "祖父母", "孙媳", "孙女婿", "侄子", "侄女", "外甥", "外甥女", "非亲属", "亲属",
         "其他亲属"],
        "other"),
}  # fmt: skip
ABILITIES = {
    "全劳力": "full", "半劳力": "half", "弱劳力": "weak", "无劳力": "none",
    **dict.fromkeys(
        ["全", "全劳动力", "普通劳动力", "普通劳力", "技能劳动力", "有劳动能力", "有", "正常", "强",
         "全劳动能力", "完全劳动力", "有劳动力", "整劳力"], "full"),
    **dict.fromkeys(["半", "半劳动力", "半劳动能力", "弱劳动力或半劳动力", "部分劳动能力"], "half"),
    **dict.fromkeys(["弱", "弱劳动力", "弱劳动能力"], "weak"),
    **dict.fromkeys(
        ["无", "无劳动力", "无劳动能力", "丧失劳动力", "丧失劳动能力", "没有劳动能力"], "none"),
}  # fmt: skip
_DISABILITIES = (
    ("视力", "sight"), ("听力", "hearing"), ("言语", "speech"), ("肢体", "body"), ("智力", "mind"),
    ("精神", "spirit"), ("多重", "many"),
)  # fmt: skip
DISABILITIES = {
    **dict(_DISABILITIES),
    **{f"{word}残疾": code for word, code in _DISABILITIES},
    **{str(number): code for number, (_word, code) in enumerate(_DISABILITIES, 1)},
    "无": None, "无残疾": None, "没有残疾": None, "否": None, "健康": None,
}  # fmt: skip
"""残疾人证 numbers the kinds 1 to 7 in this order (中国残疾人联合会, 证号第 19 位)."""

GRADES = {
    **{word: grade for grade, words in enumerate(
        (("一级", "1级", "1", "一", "ⅰ级", "壹级", "i级"), ("二级", "2级", "2", "二", "ⅱ级", "贰级",
         "ii级"), ("三级", "3级", "3", "三", "ⅲ级", "叁级", "iii级"),
         ("四级", "4级", "4", "四", "ⅳ级", "肆级", "iv级")), 1) for word in words},
    "无": None,
}  # fmt: skip
TIES = {
    "带小孩": "children", "照顾老人": "elderly", "生病": "ill", "残疾": "disabled", "其他": "other",
    **dict.fromkeys(
        ["照顾小孩", "照顾孩子", "照看小孩", "照看孩子", "带孩子", "看孩子", "照顾子女", "接送孩子",
         "接送小孩", "抚养小孩", "照顾未成年子女", "陪读", "小孩", "孩子"], "children"),
    **dict.fromkeys(["照看老人", "赡养老人", "老人", "服侍老人", "照顾父母"], "elderly"),
    **dict.fromkeys(
        ["患病", "有病", "身体不好", "慢性病", "长期慢性病", "患有慢性病", "大病", "因病",
         "照顾病人", "身体原因", "体弱多病"], "ill"),
    **dict.fromkeys(["本人残疾", "因残", "照顾残疾人", "残疾人"], "disabled"),
    **dict.fromkeys(["其它", "其他原因"], "other"),
    **dict.fromkeys(["无", "能外出", "可以外出", "已外出", "否"], None),
}  # fmt: skip
SEXES = {"女": "f", "男": "m", "女性": "f", "男性": "m", "2": "f", "1": "m", "F": "f", "M": "m"}
"""GB/T 2261.1: 1 is a man, 2 a woman."""

YES = {
    "是": True, "否": False, "√": True, "✓": True, "1": True, "0": False, "×": False, "y": True,
    "n": False, "有": True, "无": False, "不是": False, "监测户": True, "非监测户": False,
}  # fmt: skip
POOR = {
    "建档立卡": True, "同步": False,
    **dict.fromkeys(["建档立卡户", "建档立卡贫困户", "建档立卡搬迁户", "脱贫户", "建档立卡脱贫户",
                     "贫困户", "卡户", "是"], True),
    **dict.fromkeys(["同步搬迁", "同步搬迁户", "随迁户", "同步户", "非建档立卡户", "非贫困户",
                     "一般户", "非卡户", "否"], False),
}  # fmt: skip


def odd_card(cell: Any) -> str:
    """Whether the check digit of a card (ISO/IEC 7812) fails: asked about, never refused."""
    return "" if identifiers.luhn_ok(cells.shown(cell)) else "card_check"


def _month_alone(cell: Any) -> str:
    return "only_month" if days.only_month(cell) else ""


class PersonRow(ListRow):
    """A person of a household and where she lives.

    A register of resettled people without the numbers of its households, or without their
    communities, is none: nobody could be placed, or asked for. So 户编号, 社区 and 姓名 are needed,
    as columns and in each row; and the ID number, or (children without one, people whose paper is
    lost) sex and day of birth. Everything else may be missing or blank: None, which leaves what
    is known as it is. `disability`: kind; `born_on`: a month alone is its first day, and said.
    """

    NEEDED_TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = (("id_number",), ("sex", "born_on"))

    household: Annotated[str | None, Column(
        "户编号", also=("户号", "户代码", "家庭编号", "户籍编号", "搬迁户编号", "户主编号"),
        read=cells.text(20), needed=True, example="LH-0001",
        help=_("同一户的人写同一个编号"),
    )] = None
    site: Annotated[str | None, Column(
        "安置区", also=("安置点", "安置区名称", "安置点名称", "集中安置点", "所属安置区"),
        read=cells.text(40), example="红绿安置区", help=_("有两个同名的社区时要填"),
    )] = None
    community: Annotated[str | None, Column(
        "社区", also=("社区名称", "所属社区", "所在社区", "居住社区", "现住社区"),
        read=cells.text(40), needed=True, example="一社区", help=_("要先登记过这个社区"),
    )] = None
    building: Annotated[str, Column(
        "楼栋", also=("栋", "栋号", "楼号", "幢", "幢号", "楼栋号"), read=cells.door, example="3",
        help=_("写 3 或 3栋 都行"), width=8,
    )] = ""
    unit: Annotated[str, Column(
        "单元", also=("单元号",), read=cells.door, example="2", help=_("没有单元的空着"), width=8,
    )] = ""
    room: Annotated[str, Column(
        "房号", also=("室", "室号", "门牌号", "房间号", "户室"), read=cells.door, example="501",
        help=_("写 501 或 501室 都行"), width=8,
    )] = ""
    from_county: Annotated[str | None, Column(
        "迁出县", also=("迁出地", "迁出县区", "迁出县(区)", "原籍县", "来源县", "迁出县乡村"),
        read=cells.text(20), example="彝良县", help=_("从哪个县搬来"),
    )] = None
    name: Annotated[str, Column(
        "姓名", also=("家庭成员姓名", "成员姓名", "人员姓名", "名字", "搬迁人口姓名"),
        read=cells.name, needed=True, example="样例甲", help=_("照身份证写"),
    )]
    id_number: Annotated[str | None, Column(
        "身份证号", also=("身份证", "身份证号码", "公民身份号码", "公民身份证号码", "证件号码",
                      "居民身份证号", "居民身份证号码", "证件号"),
        read=cells.resident_id, secret="id", example="000000199001010026", width=22,
        help=_("18 位，这一列要设成文本。没有身份证的，填性别和出生日期"),
    )] = None
    relation: Annotated[str | None, Column(
        "与户主关系", also=("与户主的关系", "和户主关系", "和户主的关系", "户主关系",
                         "家庭关系", "关系"),
        choices=RELATIONS, example="户主", help=_("一户只有一个户主"),
    )] = None
    phone: Annotated[str | None, Column(
        "手机号", also=("电话", "联系电话", "手机", "手机号码", "电话号码", "联系方式", "本人电话"),
        read=cells.phone, secret="phone", example="13800000000", width=15, help=_("只写一个"),
    )] = None
    ability: Annotated[str | None, Column(
        "劳动能力", also=("劳动力", "劳力", "劳动力情况", "劳动能力情况", "劳动技能"),
        choices=ABILITIES, example="半劳力", help=_("全劳力、半劳力、弱劳力或无劳力"),
    )] = None
    disability: Annotated[str | None, Column(
        "残疾类别", also=("残疾类型", "残疾种类", "残疾情况", "残疾"), choices=DISABILITIES,
        example="肢体", help=_("照残疾人证写，没有的空着"),
    )] = None
    disability_grade: Annotated[int | None, Column(
        "残疾等级", also=("残疾级别",), choices=GRADES, example="三级",
        help=_("一级到四级，照残疾人证写"),
    )] = None
    tied_by: Annotated[str | None, Column(
        "不能外出原因", also=("不能外出务工原因", "未外出原因", "未外出务工原因", "不能外出的原因"),
        choices=TIES, example="带小孩", width=16, help=_("能外出的空着"),
    )] = None
    skills: Annotated[tuple[str, ...], Column(
        "技能", also=("技能特长", "特长", "会什么", "掌握技能", "技能情况"), read=cells.skills,
        example="缝纫、藤编", width=16, help=_("几样用顿号隔开，如 缝纫、藤编"),
    )] = ()
    bank_name: Annotated[str | None, Column(
        "开户银行", also=("开户行", "银行", "开户行名称", "银行名称", "开户银行名称"),
        read=cells.text(40), example="农村信用社", width=16, help=_("哪家银行的卡"),
    )] = None
    bank: Annotated[str | None, Column(
        "银行卡号", also=("银行账号", "银行卡", "卡号", "账号", "社保卡号", "社保卡账号",
                      "一卡通账号",
                      "银行卡账号", "社保卡(银行账号)", "一卡通"),
        read=cells.card, secret="bank", doubt=odd_card, example="6200001234567890128", width=22,
        help=_("要本人的，这一列要设成文本"),
    )] = None
    sex: Annotated[str | None, Column(
        "性别", choices=SEXES, in_template=False, help=_("填了身份证号就不用填"),
    )] = None
    born_on: Annotated[date | None, Column(
        "出生日期", also=("出生年月", "出生年月日", "生日", "出生时间"), read=days.day,
        doubt=_month_alone, in_template=False, help=_("填了身份证号就不用填"),
    )] = None
    lives_since: Annotated[date | None, Column(
        "入住日期", also=("入住时间", "搬入日期", "搬入时间", "搬迁时间", "搬迁日期", "入住年月"),
        read=days.day, doubt=_month_alone, in_template=False, help=_("从哪天住在这里"),
    )] = None
    registered_poor: Annotated[bool | None, Column(
        "户类型", also=("搬迁户类型", "户类别", "人口类型", "搬迁类型", "是否建档立卡", "建档立卡"),
        choices=POOR, in_template=False, help=_("建档立卡或同步"),
    )] = None
    monitored: Annotated[bool | None, Column(
        "是否监测对象", also=("监测对象", "是否监测户", "是否防返贫监测对象", "监测户"),
        choices=YES, in_template=False, help=_("是或否"),
    )] = None
    head_name: Annotated[str | None, Column(
        "户主姓名", also=("户主",), read=cells.name, in_template=False,
        help=_("用来核对：户主那一行的姓名要和它一样"),
    )] = None
    door: Annotated[tuple[str, ...] | None, Column(
        "楼栋-单元-房号", also=("楼栋单元房号", "楼栋房号", "栋-单元-室", "详细住址", "住址",
                         "门牌", "现住址", "家庭住址", "房屋编号"),
        read=cells.whole_door, in_template=False, help=_("写在一起也行，如 3-2-501"),
    )] = None
    note: Annotated[str | None, Column(
        "备注", also=("说明",), read=cells.text(200), in_template=False, help=_("加密保存"),
    )] = None

    @classmethod
    def settle(cls, found: dict[str, Any], broken: set[str]) -> Iterator[Fault]:
        yield from _who(found, broken)
        whole = found.get("door")
        if whole:
            parts = dict(zip(("building", "unit", "room"), whole, strict=True))
            if any(found.get(name, part) != part for name, part in parts.items()):
                yield Fault("door", "door_differs")
            found.update(parts)
        if "disability_grade" in found and "disability" not in found | dict.fromkeys(broken):
            yield Fault("disability_grade", "grade_alone")
        if "bank_name" in found and "bank" not in found and "bank" not in broken:
            yield Fault("bank", "bank_without_card", "bank_name")
        named = found.get("head_name")
        if named and found.get("relation") == "head" and found.get("name", named) != named:
            yield Fault("name", "head_name")
        born, since = found.get("born_on"), found.get("lives_since")
        if born and since and since < born:
            yield Fault("lives_since", "before_birth")

    @classmethod
    def doubts(cls, found: Mapping[str, Any]) -> Iterator[Fault]:
        if (
            found.get("head_name") == found["name"]
            and found.get("relation", "head") != "head"
        ):
            yield Fault("relation", "head_relation")


def _who(found: dict[str, Any], broken: set[str]) -> Iterator[Fault]:
    """Sex and day of birth are the ID number's; what else says them must say the same."""
    number = found.get("id_number")
    if number is None:
        if not broken & {"id_number", "sex", "born_on"} and not {"sex", "born_on"} <= found.keys():
            yield Fault("id_number", "no_identity", "sex")
        return
    sex = "f" if int(number[16]) % 2 == 0 else "m"
    born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    if found.setdefault("sex", sex) != sex:
        yield Fault("sex", "sex_differs")
    said = found.setdefault("born_on", born_on)
    if said != born_on and (said.day != 1 or (said.year, said.month) != born_on.timetuple()[:2]):
        yield Fault("born_on", "birth_differs")
    found["born_on"] = born_on


PEOPLE = ListKind("people", _("搬迁户花名册"), "花名册", PersonRow, "registry.add_person")
