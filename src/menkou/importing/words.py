"""What a finding says: why a cell can't be taken, and what to do. For page, JSON and workbook.

A code of the registry (a person who is known by another name, a community that is not there) has
its words here too: whoever finds it adds a line to a group of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Words:
    """Two lazy sentences: `reason`, `remedy`; `far`: the remedy where no known word is near."""

    reason: Any
    remedy: Any
    far: Any = None


_AGAIN = _("请对着证件再填一遍")
_AS_TEXT = _("请把这一列设成文本，再对着证件重填")

NUMBERS = {
    "excel": Words(_("这个号码被 Excel 改坏了，末几位已经没有了"), _AS_TEXT),
    "id_excel": Words(_("身份证号被 Excel 改坏了，末几位已经没有了"), _AS_TEXT),
    "id_length": Words(_("身份证号不是 18 位"), _AGAIN),
    "id_old": Words(_("这是 15 位的老身份证号"), _("请填 18 位的新号")),
    "id_characters": Words(_("身份证号里有不该有的字"), _("只能是数字，最后一位可以是 X。请改")),
    "id_date": Words(_("身份证号里的出生日期不存在"), _AGAIN),
    "id_check": Words(_("身份证号的最后一位对不上，前面有一位填错了"), _AGAIN),
    "credit_excel": Words(_("统一社会信用代码被 Excel 改坏了"), _AS_TEXT),
    "credit_length": Words(_("统一社会信用代码不是 18 位"), _("请对着执照再填一遍")),
    "credit_characters": Words(
        _("统一社会信用代码里有不该有的字"), _("里面没有 I、O、S、V、Z。请对着执照再填一遍")
    ),
    "credit_check": Words(
        _("统一社会信用代码的最后一位对不上，多半抄错了一位"), _("请对着执照再填一遍")
    ),
    "phone": Words(_("电话对不上"), _("手机是 11 位，座机要带区号。请改")),
    "phone_two": Words(_("一格里有两个电话"), _("请只留一个常用的")),
    "phone_excel": Words(_("电话被 Excel 改坏了"), _("请把这一列设成文本，再填一遍")),
    "card": Words(_("银行卡号不是 12 到 19 位数字"), _("请对着卡或存折再填一遍")),
    "card_excel": Words(
        _("银行卡号被 Excel 改坏了，末几位已经没有了"), _("请把这一列设成文本，再对着卡重填")
    ),
    "division_code": Words(_("区划代码不是 6、9 或 12 位数字"), _("请照国标代码填，如 530602")),
}

CELLS = {
    "blank": Words(_("这一格要填"), _("请补上")),
    "formula": Words(_("这一格的公式出错了，没有数"), _("请直接填上内容")),
    "choice": Words(_("这个写法不认识"), _("请写其中一种：%(choices)s")),
    "skill": Words(_("“%(word)s”不知道是哪种技能"),
                   _("请换个写法，几样用顿号隔开；实在没有就写 其他")),
    "long": Words(_("字太多，最多 %(most)s 个"), _("请写短些")),
    "letter": Words(_("里面有看不见的字符"), _("请删掉这一格，重新打一遍")),
    "rare": Words(_("姓名里有一个字没有存下来，成了问号或方框"), _("请把这个生僻字重新打上")),
    "name_odd": Words(_("姓名里有数字或符号"), _("请只写姓名，别的写到备注里")),
    "door": Words(_("看不出哪是栋、哪是单元、哪是房号"), _("请写成 3-2-501，或者分三栏写")),
    "door_date": Words(_("房号被 Excel 当成了日期"), _("请把这一列设成文本，写成 3-2-501")),
    "number": Words(_("这不是一个数"), _("请只填数字")),
    "decimals": Words(_("小数太多，最多 %(places)s 位"), _("请去掉多余的小数")),
    "large": Words(_("数太大了"), _("请再看一遍是不是多打了零")),
    "positive": Words(_("这里要大于零"), _("请填上数，没有就空着")),
    "negative": Words(_("这里不能是负数"), _("请去掉负号")),
    "per_cent": Words(_("分不清是百分之几还是小数"), _("请把这一列设成文本，写成 3%% 这样")),
}

DAYS = {
    "day": Words(_("这不是一个日期"), _("请写年、月、日，如 2021-3-5")),
    "year_only": Words(_("只有年份"), _("请补上月和日，如 2021-3-5")),
    "month_lost": Words(
        _("分不清是 %(year)s 年 1 月还是 10 月：Excel 会去掉末尾的零"),
        _("请写成 2021-01 或 2021-10 这样")
    ),
    "day_far": Words(_("年份不对，最早是 %(first)s 年"), _("请再看一遍年份")),
    "no_month": Words(_("没有 %(month)s 月"), _("请改成 1 到 12 月")),
    "no_such_day": Words(_("%(month)s 月没有 %(day)s 日"), _("请改成对的日子")),
    "only_month_here": Words(_("只有年和月，没有日"), _("请补上是哪一天，如 2021-3-5")),
}

PEOPLE = {
    "no_identity": Words(
        _("没有身份证号，性别和出生日期也没有写全"), _("请填身份证号，或者性别和出生日期")
    ),
    "sex_differs": Words(_("性别和身份证号对不上"), _("请对着证件改，或者空着性别")),
    "birth_differs": Words(_("出生日期和身份证号对不上"), _("请对着证件改，或者空着出生日期")),
    "door_differs": Words(_("两处写的房号不一样"), _("请留一处")),
    "grade_alone": Words(_("有残疾等级，没有残疾类别"), _("请补上类别，或者去掉等级")),
    "bank_without_card": Words(_("有开户银行，没有银行卡号"),
                               _("请补上卡号，或者去掉开户银行")),
    "head_name": Words(_("这一行是户主，姓名却和“户主姓名”不一样"),
                       _("请看看谁是户主，改成一样的")),
    "before_birth": Words(_("入住日期比出生还早"), _("请改其中一个日期")),
}

PLACES = {
    "division_blank": Words(_("没有写在哪个区县"), _("请填区划代码，或者省市县")),
    "code_alone": Words(_("有社区代码，没有社区"), _("请补上社区的名称")),
    "no_place": Words(_("铺号和车间都没有写"), _("请至少填一样")),
    "area_alone": Words(_("有面积，没有铺号"), _("请补上铺号")),
    "area_blank": Words(_("没有写这间商铺的面积"), _("请补上多少平方米")),
    "operator_alone": Words(_("有入驻单位，没有车间"), _("请补上车间的名称")),
    "from_day_blank": Words(_("没有写从哪天起"), _("请补上入驻日期")),
}

LIVES = {
    "nobody": Words(_("不知道是哪个人"), _("请填身份证号，没有的填户编号")),
    "wish_none": Words(_("不想做活，却写了小时或者工种"), _("请改成想做活，或者空着后面几格")),
    "nothing_said": Words(_("这一行什么都没有写"), _("请填技能或者意愿，不然删掉这一行")),
    "holder_name": Words(_("卡不是本人的，没有写卡主姓名"), _("请补上卡主姓名")),
    "holder_blank": Words(_("卡主姓名不是本人，没有写是谁的卡"), _("请在“卡主”里选户主、配偶这些")),
    "holder_self": Words(_("卡主写的是本人，卡主姓名却是别人"), _("请改其中一样")),
}

WORK = {
    "quantity_blank": Words(_("有材料，没有每件用量"), _("请补上一件用多少")),
    "material_blank": Words(_("有用量或者损耗率，没有材料"), _("请补上材料的名称")),
    "rate_day_blank": Words(_("有单价，没有起算日"), _("请补上工价从哪天起")),
    "due_before": Words(_("交货日在下单日之前"), _("请改其中一个日期")),
}

REGISTRY = {
    "no_site": Words(_("没有登记过这个安置区"), _("请看看是不是%(near)s，不是就先登记安置区"),
                     _("请先登记安置区")),
    "no_community": Words(_("没有登记过这个社区"), _("请看看是不是%(near)s，不是就先登记社区"),
                          _("请先登记社区")),
    "two_communities": Words(_("有几个社区叫这个名字"), _("请填安置区")),
    "not_yours": Words(_("这个社区不归您管"), _("请交给那个社区，或者请区级专干导入")),
    "twice_in_list": Words(_("这个人在第 %(row)s 行已经写过"), _("请留一行，删掉另一行")),
    "two_heads": Words(_("这一户在第 %(row)s 行已经有户主"), _("请改成配偶、子女……")),
    "head_there": Words(
        _("这一户登记过别的户主"), _("换了户主的，请把原来的户主也写进名单，改好他的关系")
    ),
    "future": Words(_("日期还没到"), _("请改日期")),
    "unborn": Words(_("出生日期还没到"), _("请改日期")),
    "elsewhere": Words(
        _("这个人登记在别的社区"), _("请区级专干办迁入，或者请他们先记她搬走")
    ),
    "died": Words(_("记录里，这个人已经不在了"), _("请删掉这一行；记错了的，先改登记")),
}
"""What a row is beside what is registered."""

NAMED = {
    "nobody_known": Words(_("没有登记过这个人"), _("请先在花名册里登记她")),
    "two_named": Words(_("这一户有两个人叫这个名字"), _("请填身份证号")),
    "name_differs": Words(_("这个身份证号登记的姓名是%(name)s"), _("请对着证件改成一样的")),
}
"""Whom a row means, in lists of people who are registered already."""

PLACED = {
    "same_row": Words(_("第 %(row)s 行已经写过"), _("请留一行，删掉另一行")),
    "no_division": Words(_("没有登记过这个区划"), _("请看看是不是%(near)s，不是就先登记区划"),
                         _("请先登记区划")),
    "two_divisions": Words(_("有几个区划叫这个名字"), _("请填区划代码")),
    "division_not_yours": Words(_("这个区划不归您管"), _("请交给那里的专干导入")),
    "site_not_yours": Words(_("这个安置区不归您管"), _("请交给那里的专干导入")),
    "site_differs": Words(_("同一个安置区，区划和第 %(row)s 行写的不一样"), _("请改成一样的")),
    "site_elsewhere": Words(_("这个安置区登记在%(name)s"), _("请照登记的写")),
    "organization_not_yours": Words(
        _("这个单位不归您管，登记的内容和这里不一样"), _("请删掉这一行，或者请区级专干导入")
    ),
    "no_organization": Words(_("没有登记过这个单位"), _("请看看是不是%(near)s，不是就先登记单位"),
                             _("请先登记单位，或者照登记的写全称")),
    "two_organizations": Words(_("有几个单位叫这个名字"), _("请在页面上一个一个办")),
    "two_workshops": Words(_("这个社区有几个车间叫这个名字"), _("请在页面上一个一个办")),
    "two_operators": Words(_("同一天，同一个车间，第 %(row)s 行写的是别的单位"),
                           _("请看看是哪一个，改成一样的")),
}
"""Rows of places and organizations beside what is registered."""

WORKED = {
    "with_another": Words(_("这个产品的第 %(row)s 行有错，整个产品先不写"), _("改好那一行就行")),
    "two_products": Words(_("有几个产品叫这个名字"), _("请填产品编号")),
    "two_products_here": Words(_("有几个产品叫这个名字"), _("请在页面上记这个订单")),
    "product_stands": Words(_("这个编号登记的产品是%(name)s"), _("请改编号，或者照登记的写产品")),
    "unit_blank": Words(_("没有写产品论什么数"), _("请填单位，如 个、件")),
    "seconds_blank": Words(_("没有写标准工时"), _("请在这道工序的第一行填做一件要几分钟")),
    "operation_twice": Words(_("同一道工序，几行写得不一样"), _("请改成一样的，或者只在第一行写")),
    "operation_stands": Words(_("和登记的工序不一样，工序登记了就不能改"),
                              _("请照登记的写，真的变了就另立一个产品")),
    "ordered": Words(_("这个产品已经有订单，不能再加工序"), _("请另立一个产品")),
    "material_twice": Words(_("这道工序的这种材料已经写过"), _("请合成一行")),
    "material_unit": Words(_("这种材料还没登记过"), _("请填材料单位，如 公斤、米")),
    "material_stands": Words(_("这种材料登记的单位是%(unit)s"), _("请按登记的单位写")),
    "rate_twice": Words(_("同一天，同一道工序有两个单价"), _("请只留一个")),
    "rate_lowered": Words(_("这一天以后已经按原来的工价派了活，不能往回降"),
                          _("请改起算日，或者不改工价")),
    "payer_blank": Words(_("有几个单位在付工钱，不知道是哪个"), _("请加一列 谁付，写单位全称")),
    "payer_none": Words(_("还没有单位在这里经营车间，不知道谁付工钱"), _("请先导入商铺和车间")),
    "no_product": Words(_("没有登记过这个产品"), _("请看看是不是%(near)s，不是就先登记产品"),
                        _("请先登记产品")),
    "no_operation": Words(_("这个产品没有这道工序"), _("请改，或者空着")),
    "order_taken": Words(_("这个订单号已经用过了"), _("请换一个订单号")),
    "order_stands": Words(_("和登记的订单不一样，订单不能从名单改"),
                          _("请照登记的写，真的变了请在订单页办")),
}
"""Rows of products and orders beside what is registered."""

QUESTIONS = {
    "alike": Words(
        _("同名、同生日的人已经登记过：%(name)s"), _("请看看是不是同一个人")
    ),
    "other_name": Words(
        _("这个身份证号登记的姓名是%(name)s"), _("改了名的，答“是同一个人”；写错了的，先改名单")
    ),
}
"""What an officer is asked of a row."""

DOUBTS = {
    "card_check": Words(_("银行卡号的最后一位对不上"), _("是存折就不用管；是卡，请对着卡再看一遍")),
    "only_month": Words(_("只有年和月，先当作 1 号"), _("知道是哪一天的，请补上")),
    "head_relation": Words(_("姓名和“户主姓名”一样，关系却不是户主"), _("请看看是不是户主本人")),
}
"""What is odd about a row that can be taken all the same."""

BESIDE = {
    "card_shared": Words(_("另有 %(count)s 个人也用这张卡"),
                         _("工资要发到本人的卡上。请看看是不是有人替她拿着卡")),
    "not_hers": Words(_("银行卡不是本人的"), _("请问她本人愿不愿意，尽早换成她自己的卡")),
    "household_elsewhere": Words(_("这一户有人登记在别的社区"), _("请看看户编号对不对")),
    "under_16": Words(_("未满 16 岁，却写了能干活"), _("不满 16 岁不能派活。请看看出生日期")),
    "name_twice": Words(_("另有 %(count)s 个单位也叫这个名字"),
                        _("请看看是不是同一个，代码有没有抄错")),
}
"""The same, of what only the registry knows."""

WORDS: dict[str, Words] = {
    **NUMBERS, **CELLS, **DAYS, **PEOPLE, **PLACES, **LIVES, **WORK, **REGISTRY,
    **NAMED, **PLACED, **WORKED, **QUESTIONS, **DOUBTS, **BESIDE,
}  # fmt: skip


def reason(code: str, params: Mapping[str, Any]) -> str:
    """Why, in the reader's language. Raises KeyError for an unknown code."""
    return str(WORDS[code].reason) % params


def remedy(code: str, params: Mapping[str, Any]) -> str:
    """What to do, in the reader's language. Raises KeyError for an unknown code."""
    words = WORDS[code]
    far = words.far is not None and not params.get("near")
    return str(words.far if far else words.remedy) % params
