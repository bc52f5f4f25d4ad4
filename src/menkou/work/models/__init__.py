from menkou.work.models.allotment import Allotment, Order
from menkou.work.models.detail import (
    Arrival,
    Attendance,
    Count,
    Inspection,
    Issue,
    MaterialReturn,
    Receipt,
    Rework,
    SurplusAway,
)
from menkou.work.models.pot import Pot
from menkou.work.models.product import Input, Operation, Product, Rate, TimeRate
from menkou.work.models.ticket import Ticket, TicketNumber, TicketShare

__all__ = [
    "Allotment",
    "Arrival",
    "Attendance",
    "Count",
    "Input",
    "Inspection",
    "Issue",
    "MaterialReturn",
    "Operation",
    "Order",
    "Pot",
    "Product",
    "Rate",
    "Receipt",
    "Rework",
    "SurplusAway",
    "Ticket",
    "TicketNumber",
    "TicketShare",
    "TimeRate",
]
