"""What the page of parts is filled with: invented people, no data."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from menkou.web.parts import words
from menkou.web.parts.fields import AmountField, DayField, OneOfField, TextField, YuanField
from menkou.web.parts.forms import Form
from menkou.web.parts.icons import DRAWN
from menkou.web.parts.tables import Badge, Day, Number, Table, Title, Yuan
from menkou.web.parts.templatetags.parts import query_with
from menkou.web.parts.timeline import Line

COLOURS = (
    ("paper", _("纸")), ("card", _("卡")), ("sunk", _("凹")), ("line", _("细线")),
    ("rule", _("粗线")), ("edge", _("框")), ("ink", _("墨")), ("soft", _("淡墨")),
    ("clay", _("陶红")), ("clay-deep", _("深陶")), ("clay-wash", _("陶底")), ("good", _("好")),
    ("wait", _("等")), ("calm", _("静")), ("good-wash", _("好底")), ("wait-wash", _("等底")),
)  # fmt: skip
SPACES = (4, 8, 12, 16, 24, 32, 48)


class SampleForm(Form):
    product = TextField(label=_("产品"), max_length=20, help_text=_("企业怎么叫就怎么写"))
    quantity = AmountField(label=_("数量"), unit=_("条"))
    price = YuanField(label=_("单价"), unit=_("元 / 条"))
    due_on = DayField(label=_("交货日期"))
    place = OneOfField(
        label=_("在哪做"), choices=[("home", _("家里")), ("floor", _("车间"))], open=True
    )
    note = forms.CharField(label=_("备注"), required=False, widget=forms.Textarea)
    care = forms.BooleanField(label=_("要看护"), required=False)


class SampleTable(Table):
    name = Title(_("姓名"))
    pieces = Number(_("件数"))
    earned = Yuan(_("本月挣（元）"))
    seen_on = Day(_("上次来"))
    state = Badge(
        _("现在"),
        kinds={"busy": "good", "ask": "wait", "card": "clay"},
        named={"busy": _("在做"), "ask": _("等答复"), "card": _("没银行卡"), "gone": _("已迁出")},
    )

    class Meta(Table.Meta):
        row_attrs = {
            "class": lambda record: {"ask": "heed", "card": "alert", "gone": "off"}.get(
                record["state"], ""
            )
        }


def _rows(day: date) -> list[dict[str, Any]]:
    return [
        {"name": _("示例乙"), "pieces": 1150, "earned": 4_026_000, "seen_on": day, "state": "busy"},
        {"name": _("示例丁"), "pieces": 825, "earned": 2_887_500, "seen_on": day, "state": "ask"},
        {"name": _("示例丙"), "pieces": 612, "earned": 2_142_350, "seen_on": day - timedelta(1),
         "state": "card"},
        {"name": _("示例癸"), "pieces": 0, "earned": 0, "seen_on": None, "state": "gone"},
    ]  # fmt: skip


def _timeline(day: date) -> list[dict[str, Any]]:
    today = gettext("今天")
    return [
        {
            "words": f"{day.year}-{day.month:02d}",
            "lines": [
                Line(day, today, "job", "box", gettext("交了 38 条"), gettext("合格 36，返工 2"),
                     "+13.30", good=True),
                Line(day, today, "care", "child", gettext("孩子送到")),
                Line(day - timedelta(9), words.day(day - timedelta(9)), "pay", "yuan",
                     gettext("一月工资")),
                Line(day - timedelta(30), words.day(day - timedelta(30)), "learn", "learn",
                     gettext("藤编班结业")),
            ],
        }
    ]  # fmt: skip


def context(request: HttpRequest) -> dict[str, Any]:
    day = date(2022, 2, 10)
    table = SampleTable(_rows(day), order_by="-earned", request=request)
    wrong = SampleForm(
        {"product": gettext("耳机线"), "quantity": "20,000", "price": "", "due_on": "2022-02-30"},
        auto_id="wrong_%s",
    )
    heads = [
        {
            "words": column.header,
            "classes": column.column.classes,
            "way": "descending" if column.name == "earned" else "none",
            "url": query_with(request, sort=column.name),
        }
        for column in table.columns
    ]
    spaces, x = [], 0
    for size in SPACES:
        spaces.append({"size": size, "x": x, "y": 48 - size})
        x += size + 28
    return {
        "colours": COLOURS,
        "spaces": spaces,
        "icons": sorted(DRAWN),
        "form": wrong,
        "table": table,
        "heads": heads,
        "timeline": _timeline(day),
        "day": day,
        "steps": [gettext("选文件"), gettext("检查"), gettext("写入")],
        "tabs": [
            {"words": gettext("有错的 12"), "url": "#tabs", "current": True},
            {"words": gettext("有变的 37"), "url": "#tabs", "current": False},
        ],
    }
