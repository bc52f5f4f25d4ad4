from menkou.importing.undoing.base import Undo
from menkou.importing.undoing.people import UndoPeople
from menkou.importing.undoing.places import UndoOrganizations, UndoPlaces, UndoWorkshops
from menkou.importing.undoing.work import UndoOrders, UndoProducts

UNDOES: dict[str, Undo] = {
    "places": UndoPlaces(), "organizations": UndoOrganizations(), "workshops": UndoWorkshops(),
    "people": UndoPeople(), "skills": UndoPeople(), "accounts": UndoPeople(),
    "products": UndoProducts(), "orders": UndoOrders(),
}  # fmt: skip
"""List -> what takes back what it wrote: each can be, while nothing hangs on it."""
