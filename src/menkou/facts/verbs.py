"""The verbs of this package, registered once."""

from menkou.lib.verb import Verb

FLOOR = frozenset({"district_officer", "community_officer", "workshop_clerk"})

# Laid aside and taken up by `work`, which knows what a fact does to its ticket.
VERBS = [
    Verb(
        name="facts.see_tray", zh="看待办", en="See the tray", reads=True,
        roles=FLOOR | {"street_officer", "auditor"},
    ),
    Verb(
        name="facts.lay_aside",
        zh="放在一边",
        en="Lay a fact aside",
        roles=FLOOR,
        action="menkou.work.actions.tray:lay_aside",
        undo="facts.take_up",
    ),
    Verb(
        name="facts.take_up",
        zh="重新拿起",
        en="Take a fact up again",
        roles=FLOOR,
        action="menkou.work.actions.tray:take_up",
    ),
]
