import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from menkou.figures.actions.report import compute
from menkou.figures.queries.report import Figure, report
from menkou.identity.clock import now, today
from menkou.policy import NoRuleYet
from menkou.registry.models import Site


class Command(BaseCommand):
    help = "The figures of a site as of a day, counted from the records now."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", required=True, help="the site's name")
        parser.add_argument("--as-of", type=date.fromisoformat, help="a day; today if left out")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        site = Site.objects.filter(name=options["site"]).first()
        if site is None:
            raise CommandError(f"没有叫“{options['site']}”的安置区 (no site of this name)")
        as_of = options["as_of"] or today()
        try:
            compute(site=site, as_of=as_of, by=None, at=now())
        except NoRuleYet as error:
            raise CommandError(str(error)) from error
        figures = report(site, as_of)
        write = as_json if options["format"] == "json" else as_text
        self.stdout.write(write(site, as_of, figures))


def as_json(site: Site, as_of: date, figures: list[Figure]) -> str:
    """The report for other programs."""
    rows = [
        {
            "code": one.indicator.code,
            "value": one.number,
            "unit": one.indicator.unit,
            "name_zh": one.indicator.name_zh,
            "name_en": one.indicator.name_en,
            "definition": one.indicator.definition_zh,
            "records": one.records,
        }
        for one in figures
    ]
    whole = {"site": site.name, "as_of": as_of.isoformat(), "figures": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def as_text(site: Site, as_of: date, figures: list[Figure]) -> str:
    """Paragraphs that an office can publish, with what each figure means."""
    text = {one.indicator.code: one.text for one in figures}
    groups = [one for one in figures if one.indicator.code.startswith("workers_by_group.")]
    # Most first, as an office tells it; who is in none of the groups comes last.
    groups.sort(key=lambda one: (one.indicator.code.endswith(".other"), -one.value))
    parts = "，".join(
        f"{one.indicator.name_zh.removeprefix('其中：')}{one.text}人" for one in groups if one.value
    )
    day = f"{as_of.year}年{as_of.month}月{as_of.day}日"
    meanings = "\n".join(
        f"  {one.indicator.name_zh}：{one.indicator.definition_zh}"
        for one in figures
        if one not in groups
    )
    return (
        f"截至{day}，{site.name}有{text['communities']}个社区，利用社区底层商铺建成"
        f"{text['workshops']}个车间，面积{text['workshop_area_m2']}平方米，"
        f"入驻单位{text['enterprises']}家。\n\n"
        f"在车间务工的有{text['workers']}人{'，其中' + parts if parts else ''}。\n\n"
        f"累计挣得工钱{text['wages_earned_yuan']}元。\n\n"
        f"说明\n{meanings}"
    )
