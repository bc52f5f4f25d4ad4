from menkou.work.models.allotment import Allotment, Cut, Order, OrderEnd
from menkou.work.models.detail import (
    Acceptance,
    Accepted,
    Arrival,
    Attendance,
    Count,
    CustomerReturn,
    Delivery,
    Disposal,
    Handing,
    Inspection,
    Issue,
    MaterialReturn,
    PassOn,
    Receipt,
    Rework,
    SurplusAway,
)
from menkou.work.models.fee import FeeLine, FeePayment, FeeStatement
from menkou.work.models.pot import Pot
from menkou.work.models.product import Input, Operation, Product, Rate, TimeRate
from menkou.work.models.recall import Recall
from menkou.work.models.rent import RentDue, RentPayment, RentRelief, RentTerm
from menkou.work.models.request import OpenLimit, WorkRequest
from menkou.work.models.ticket import Ticket, TicketNumber, TicketShare

__all__ = [
    "Acceptance",
    "Accepted",
    "Allotment",
    "Arrival",
    "Attendance",
    "Count",
    "CustomerReturn",
    "Cut",
    "Delivery",
    "Disposal",
    "FeeLine",
    "FeePayment",
    "FeeStatement",
    "Handing",
    "Input",
    "Inspection",
    "Issue",
    "MaterialReturn",
    "OpenLimit",
    "Operation",
    "Order",
    "OrderEnd",
    "PassOn",
    "Pot",
    "Product",
    "Rate",
    "Recall",
    "Receipt",
    "RentDue",
    "RentPayment",
    "RentRelief",
    "RentTerm",
    "Rework",
    "SurplusAway",
    "Ticket",
    "TicketNumber",
    "TicketShare",
    "TimeRate",
    "WorkRequest",
]
