from datetime import date, datetime

from django.db import transaction

from menkou import policy
from menkou.figures.models import StoredFigure
from menkou.figures.queries.indicators import count, indicators
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.models import Seal
from menkou.registry.models import Site


@transaction.atomic
def compute(*, site: Site, as_of: date, by: User | None, at: datetime) -> list[StoredFigure]:
    """Counts every figure of a site as of a day and stores it in place of the earlier ones.

    `by` is None where the console asked: a figure is no decision, and nobody signed in.
    """
    seal = Seal.objects.order_by("-last").first()
    rules = policy.on(as_of)
    rows = []
    for one in indicators(as_of):
        value, records = count(one, site, as_of)
        rows.append(
            StoredFigure(
                code=one.code, site=site, as_of=as_of, value=value, records=records,
                computed_at=at, seal=seal, policy=rules.hash,
            )
        )
    StoredFigure.objects.filter(site=site, as_of=as_of).delete()
    made = StoredFigure.objects.bulk_create(rows)
    if by is not None:
        log("figures.compute", "site", [site.pk], by=by, at=at)
    return made
