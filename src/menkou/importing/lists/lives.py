"""技能意愿表, 银行卡表: what people can and want to do, and where their wages go."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from menkou.importing.declaring import Column, Fault, ListKind, ListRow
from menkou.importing.lists.people import YES, odd_card
from menkou.importing.reading import cells

WISHED_PLACES = {
    "哪里都行": "any", "在家做": "home", "楼下车间": "workshop", "县城里": "near",
    "外出务工": "away",
    **dict.fromkeys(["都行", "都可以", "不限", "随便"], "any"),
    **dict.fromkeys(["在家", "家里", "居家", "带回家做"], "home"),
    **dict.fromkeys(["车间", "扶贫车间", "帮扶车间", "社区", "门口", "家门口"], "workshop"),
    **dict.fromkeys(["县内", "县城", "本县", "附近", "就近"], "near"),
    **dict.fromkeys(["外出", "省外", "县外", "省内县外"], "away"),
}  # fmt: skip
HOLDERS = {
    "本人": "self", "户主": "head", "配偶": "spouse", "子女": "child", "父母": "parent",
    "其他": "other",
    **dict.fromkeys(["自己", "是"], "self"),
    **dict.fromkeys(["丈夫", "妻子", "夫", "妻", "爱人"], "spouse"),
    **dict.fromkeys(["儿子", "女儿", "子", "女"], "child"),
    **dict.fromkeys(["父亲", "母亲", "父", "母"], "parent"),
    "其它": "other",
}  # fmt: skip


class SkillRow(ListRow):
    """What a person can do, and what work she wishes for. `hours`: a week.

    She is named by her ID number, or by the number of her household and her name.
    """

    NEEDED_TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = (("id_number",), ("household",))

    household: Annotated[str | None, Column(
        "户编号", also=("户号", "户代码", "家庭编号"), read=cells.text(20), example="LH-0001",
        help=_("没有身份证号时填"),
    )] = None
    name: Annotated[str, Column(
        "姓名", also=("名字", "人员姓名"), read=cells.name, needed=True, example="样例甲",
        help=_("照身份证写"),
    )]
    id_number: Annotated[str | None, Column(
        "身份证号", also=("身份证", "身份证号码", "公民身份号码", "证件号码"),
        read=cells.resident_id, secret="id", example="000000199001010026", width=22,
        help=_("18 位，这一列要设成文本"),
    )] = None
    skills: Annotated[tuple[str, ...], Column(
        "技能", also=("技能特长", "特长", "会什么", "掌握技能"), read=cells.skills,
        example="缝纫、藤编", width=16, help=_("几样用顿号隔开，如 缝纫、藤编"),
    )] = ()
    wants: Annotated[bool | None, Column(
        "想做活", also=("就业意愿", "是否想做活", "想不想做活", "是否有就业意愿", "意愿"),
        choices=YES | {"想": True, "愿意": True, "不想": False, "不愿意": False},
        example="是", help=_("是或否"),
    )] = None
    hours: Annotated[int | None, Column(
        "每周小时", also=("每周几小时", "每周可做小时", "小时数", "每周工时"),
        read=cells.amount(1, least=1, most=84), example="20", help=_("1 到 84 小时"),
    )] = None
    place: Annotated[str | None, Column(
        "想在哪做", also=("意向地点", "就业地点", "想在哪里做", "务工地点意愿"),
        choices=WISHED_PLACES, example="楼下车间", help=_("下拉里选一种"),
    )] = None
    kinds: Annotated[tuple[str, ...], Column(
        "想做什么", also=("意向工种", "想做的活", "就业意向", "意向岗位"), read=cells.skills,
        example="缝纫", width=16, help=_("几样用顿号隔开；什么都行就空着"),
    )] = ()

    @classmethod
    def settle(cls, found: dict[str, Any], broken: set[str]) -> Iterator[Fault]:
        if not {"id_number", "household"} & (found.keys() | broken):
            yield Fault("id_number", "nobody", "household")
        if found.get("wants") is False and (found.get("hours") or found.get("kinds")):
            yield Fault("wants", "wish_none")
        if not {"skills", "wants", "hours", "place", "kinds"} & (found.keys() | broken):
            yield Fault("skills", "nothing_said")


class AccountRow(ListRow):
    """The account that a person's wages go to. `holder`: whose it is, of `Person.Holder`.

    An account is money: whose it is, is told by the ID number and the name together.
    """

    name: Annotated[str, Column(
        "姓名", also=("名字", "人员姓名"), read=cells.name, needed=True, example="样例甲",
        help=_("照身份证写"),
    )]
    id_number: Annotated[str, Column(
        "身份证号", also=("身份证", "身份证号码", "公民身份号码", "证件号码"),
        read=cells.resident_id, secret="id", needed=True, example="000000199001010026", width=22,
        help=_("18 位，这一列要设成文本"),
    )]
    bank_name: Annotated[str | None, Column(
        "开户银行", also=("开户行", "银行", "开户行名称", "银行名称"), read=cells.text(40),
        example="农村信用社", width=16, help=_("哪家银行的卡"),
    )] = None
    bank: Annotated[str, Column(
        "银行卡号", also=("银行账号", "银行卡", "卡号", "账号", "社保卡号",
                      "社保卡(银行账号)", "一卡通"),
        read=cells.card, secret="bank", needed=True, doubt=odd_card, width=22,
        example="6200001234567890128", help=_("这一列要设成文本"),
    )]
    holder: Annotated[str | None, Column(
        "卡主", also=("谁的卡", "卡主关系", "与卡主关系", "卡主是谁"), choices=HOLDERS,
        example="本人", help=_("卡是本人的，写本人或者空着"),
    )] = None
    holder_name: Annotated[str | None, Column(
        "卡主姓名", also=("户名", "开户人", "开户名", "账户名", "账户名称"), read=cells.name,
        example="样例甲", help=_("卡不是本人的，要写卡主姓名"),
    )] = None

    @classmethod
    def settle(cls, found: dict[str, Any], broken: set[str]) -> Iterator[Fault]:
        said = found.keys() | broken
        holder, named = found.get("holder", "self"), found.get("holder_name")
        own = named is None or named == found.get("name", named)
        if holder != "self" and "holder_name" not in said:
            yield Fault("holder_name", "holder_name", "holder")
        elif not own and "holder" not in said:
            yield Fault("holder", "holder_blank", "holder_name")
        elif not own and holder == "self" and "holder" not in broken:
            yield Fault("holder_name", "holder_self")
        if own and holder == "self":
            found.pop("holder_name", None)
            found.setdefault("holder", "self")


SKILLS = ListKind("skills", _("技能和意愿"), "技能意愿表", SkillRow, "registry.set_skill")
ACCOUNTS = ListKind("accounts", _("银行卡"), "银行卡表", AccountRow, "registry.set_account")
