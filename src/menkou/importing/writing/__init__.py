from menkou.importing.writing.base import Writer
from menkou.importing.writing.lives import write_abilities, write_accounts
from menkou.importing.writing.people import write_people
from menkou.importing.writing.places import write_organizations, write_places, write_workshops
from menkou.importing.writing.work import write_orders, write_products

WRITERS: dict[str, Writer] = {
    "places": write_places, "organizations": write_organizations, "workshops": write_workshops,
    "people": write_people, "skills": write_abilities, "accounts": write_accounts,
    "products": write_products, "orders": write_orders,
}  # fmt: skip
"""List -> what writes some of its rows by the actions that the pages call too."""
