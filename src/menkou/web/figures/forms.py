"""Which site, as of which day."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from menkou.figures.queries.indicators import indicators
from menkou.policy import NoRuleYet
from menkou.registry.models import Site
from menkou.web.parts import words
from menkou.web.parts.fields import DayField, OneOfField
from menkou.web.parts.forms import Form


class DayForm(Form):
    """A day that is over or today."""

    day = DayField(label=_("截至哪天"))

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise ValidationError(_("那天还没到，数不出来"))
        try:
            indicators(day)
        except NoRuleYet as error:
            raise ValidationError(
                _("归类的规定从 %(first)s 起才有，更早的数不出来"),
                params={"first": words.full_day(error.first)},
            ) from error
        return day


class AskForm(DayForm):
    """One of the sites within reach, and a day that is over or today."""

    site = OneOfField(label=_("哪里"))

    field_order = ("site", "day")

    def __init__(self, data: Any, *, sites: Collection[Site], today: date) -> None:
        super().__init__(data, today=today)
        self.sites = {str(site.pk): site for site in sites}
        self.fields["site"].choices = [  # type: ignore[attr-defined]
            (key, site.name) for key, site in self.sites.items()
        ]

    def clean_site(self) -> Site:
        return self.sites[self.cleaned_data["site"]]
