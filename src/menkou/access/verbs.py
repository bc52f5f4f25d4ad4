"""The verbs of this package, registered once."""

from menkou.lib.verb import Verb

STAFF = frozenset({"district_officer", "community_officer"})

VERBS = [
    Verb(
        name="access.give_grant",
        zh="授权",
        en="Grant a role",
        roles=frozenset({"district_officer"}),
        action="menkou.access.actions.grants:give_grant",
        undo="access.end_grant",
    ),
    Verb(
        name="access.end_grant",
        zh="收回授权",
        en="End a grant",
        roles=frozenset({"district_officer"}),
        action="menkou.access.actions.grants:end_grant",
    ),
    Verb(
        name="access.see_verbs",
        zh="看谁能办什么",
        en="See who may do what",
        roles=frozenset({"district_officer", "street_officer", "community_officer", "auditor"}),
        reads=True,
    ),
]
