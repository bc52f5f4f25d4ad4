from menkou.settlement.models.answer import AnswerFile, AnswerLine
from menkou.settlement.models.item import Deduction, Item
from menkou.settlement.models.payment import Batch, Handover, Payment
from menkou.settlement.models.period import Approval, Period, SetAside
from menkou.settlement.models.reply import Confirmation, Objection
from menkou.settlement.models.slip import Line, Slip

__all__ = [
    "AnswerFile", "AnswerLine", "Approval", "Batch", "Confirmation", "Deduction", "Handover",
    "Item", "Line", "Objection", "Payment", "Period", "SetAside", "Slip",
]
