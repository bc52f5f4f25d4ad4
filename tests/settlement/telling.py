"""What a bank says of a batch, in the words of its template."""

import csv
from io import StringIO
from random import Random

from menkou.settlement.models import Batch, Payment
from menkou.settlement.queries.batches import template_of


def answer_file(batch: Batch, rng: Random, *, refuse: float = 0.3) -> bytes:
    """Each payment accepted or refused at random, now and then twice, with another sum, unknown."""
    said = template_of(batch.template).answer
    text = StringIO()
    out = csv.writer(text)
    out.writerow([said.heads[name][0] for name in ("reference", "amount", "result", "reason")])
    rows = []
    for one in Payment.objects.filter(batch=batch).order_by("pk"):
        refused = rng.random() < refuse
        other = 100 * rng.choice((0, 0, 0, 0, 5, -1))
        amount = max(one.amount + other, 100)
        row = [
            one.reference, f"{amount // 10_000}.{amount // 100 % 100:02}",
            (said.failure if refused else said.success)[0],
            said.reasons["closed"][0] if refused else "",
        ]
        rows += [row] * rng.choice((1, 1, 1, 1, 2))
    if rng.random() < 0.3:
        rows.append([f"GZ{rng.randint(900, 999):08}", "12.00", said.success[0], ""])
    out.writerows(rows)
    return text.getvalue().encode(said.encoding)
