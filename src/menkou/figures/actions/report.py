from datetime import date, datetime
from typing import Any

from django.db import transaction

from menkou import policy
from menkou.figures.models import StoredFigure
from menkou.figures.queries.indicators import Unit, counts, kind_of
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.ledger.models import Seal


@transaction.atomic
def compute(*, unit: Unit, as_of: date, by: User | None, at: datetime) -> list[StoredFigure]:
    """Counts every figure of a site or a division as of a day, all as of one moment, and stores
    them in place of the earlier ones.

    `by` is None where the console asked: a figure is no decision, and nobody signed in.
    """
    seal = Seal.objects.order_by("-last").first()
    rules = policy.on(as_of)
    of: dict[str, Any] = {kind_of(unit): unit}
    rows = [
        StoredFigure(
            code=code, as_of=as_of, **of, value=value, records=records, computed_at=at,
            seal=seal, policy=rules.hash,
        )
        for code, (value, records) in sorted(counts(unit, as_of).items())
    ]
    StoredFigure.objects.filter(as_of=as_of, **of).exclude(
        code__in=[row.code for row in rows]
    ).delete()
    # Not deleted and made anew: two who ask at once would both find nothing in their way.
    made = StoredFigure.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code", *of, "as_of"],
        update_fields=["value", "records", "computed_at", "seal", "policy"],
    )
    if by is not None:
        log("figures.compute", kind_of(unit), [unit.pk], by=by, at=at)
    return made
