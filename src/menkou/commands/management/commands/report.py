import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from menkou.figures.actions.report import compute
from menkou.figures.queries import district_text, text
from menkou.figures.queries.indicators import Unit, kind_of
from menkou.figures.queries.report import Figure, report
from menkou.identity.clock import now, today
from menkou.policy import NoRuleYet
from menkou.registry.models import Division, Site


class Command(BaseCommand):
    help = "The figures of a site or a district as of a day, counted from the records now."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        unit = parser.add_mutually_exclusive_group(required=True)
        unit.add_argument("--site", help="the site's name")
        unit.add_argument("--district", help="the division's name")
        parser.add_argument("--as-of", type=date.fromisoformat, help="a day; today if left out")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = _unit(options["site"], options["district"])
        as_of = options["as_of"] or today()
        try:
            compute(unit=unit, as_of=as_of, by=None, at=now())
        except NoRuleYet as error:
            raise CommandError(str(error)) from error
        figures = report(unit, as_of)
        if options["format"] == "json":
            self.stdout.write(as_json(unit, as_of, figures))
        elif isinstance(unit, Division):
            self.stdout.write(district_text.whole(unit, as_of, figures))
        else:
            self.stdout.write(text.whole(unit, as_of, figures))


def _unit(site: str | None, district: str | None) -> Unit:
    found: Unit | None = (
        Site.objects.filter(name=site).first() if site
        else Division.objects.filter(name=district).first()
    )
    if found is None:
        raise CommandError(
            f"没有叫“{site}”的安置区 (no site of this name)" if site
            else f"没有叫“{district}”的区划 (no division of this name)"
        )
    return found


def as_json(unit: Unit, as_of: date, figures: list[Figure]) -> str:
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
    kind = "district" if kind_of(unit) == "division" else "site"
    whole = {kind: unit.name, "as_of": as_of.isoformat(), "figures": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2)
