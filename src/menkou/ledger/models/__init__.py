from menkou.ledger.models.account import Account, Balance, Job
from menkou.ledger.models.commodity import Commodity
from menkou.ledger.models.seal import Checkpoint, Seal, SealedWages
from menkou.ledger.models.transfer import Transfer, Wage

__all__ = [
    "Account",
    "Balance",
    "Checkpoint",
    "Commodity",
    "Job",
    "Seal",
    "SealedWages",
    "Transfer",
    "Wage",
]
