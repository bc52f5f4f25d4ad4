"""The verbs of this package, registered once."""

from menkou.lib.verb import Verb

VERBS = [
    Verb(
        name="figures.see",
        zh="看指标",
        en="See figures",
        roles=frozenset({"district_officer", "street_officer", "community_officer", "auditor"}),
        reads=True,
    ),
    Verb(
        name="figures.compute",
        zh="重新计算指标",
        en="Compute figures",
        roles=frozenset({"district_officer", "community_officer"}),
        action="menkou.figures.actions.report:compute",
    ),
]
