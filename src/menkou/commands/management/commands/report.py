import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from menkou.figures.actions.report import compute
from menkou.figures.queries.report import Figure, report
from menkou.figures.queries.text import whole
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
            compute(unit=site, as_of=as_of, by=None, at=now())
        except NoRuleYet as error:
            raise CommandError(str(error)) from error
        figures = report(site, as_of)
        write = as_json if options["format"] == "json" else whole
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

