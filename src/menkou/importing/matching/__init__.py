from menkou.importing.matching.abilities import Abilities
from menkou.importing.matching.accounts import Accounts
from menkou.importing.matching.base import Matcher
from menkou.importing.matching.orders import OrderList
from menkou.importing.matching.people import People
from menkou.importing.matching.places import OrganizationList, PlaceList
from menkou.importing.matching.products import ProductList
from menkou.importing.matching.workshops import WorkshopList

MATCHERS: dict[str, type[Matcher]] = {
    "places": PlaceList, "organizations": OrganizationList, "workshops": WorkshopList,
    "people": People, "skills": Abilities, "accounts": Accounts, "products": ProductList,
    "orders": OrderList,
}  # fmt: skip
"""List -> what compares its rows with what is registered."""
