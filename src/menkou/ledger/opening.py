"""What the books need before their first transfer: the commodity yuan and the job "none"."""

from menkou.ledger.models import Commodity, Job
from menkou.lib.exact import FACTOR_YUAN

YUAN = "yuan"
NONE_JOB = "none"


def open_books() -> None:
    """Makes what is missing; called after every migrate, and harmless when called again."""
    Commodity.objects.get_or_create(
        code=YUAN,
        defaults={
            "name": "人民币", "kind": Commodity.Kind.MONEY, "unit": "元", "base_unit": "毫",
            "factor": FACTOR_YUAN,
        },
    )
    Job.objects.get_or_create(code=NONE_JOB, defaults={"name": "不归订单"})
