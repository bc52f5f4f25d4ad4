"""The seam for a person's work and wages: tiles above, lines in her timeline, a card beside.

A panel is fed by `menkou.work.queries.person` and drawn by `people/work_panel.html` (the tiles)
and `people/work_owed.html` (the card); until then there is none. At most three queries: the page
itself asks the database seven times. Ask `access.queries.may(…, "work.see_tickets", …)` first.
"""

from typing import Protocol

from menkou.registry.models import Person
from menkou.web.parts.edge import Request
from menkou.web.parts.timeline import Line


class Panel(Protocol):
    """What `person.html` is given as `panel`."""

    def lines(self, only: str) -> list[Line]:
        """Lines for the timeline, if `only` ("", "job", "home") lets them in."""


def panel(person: Person, request: Request) -> Panel | None:
    """The panel of a person for whoever asks; None where there is nothing to show."""
    return None
