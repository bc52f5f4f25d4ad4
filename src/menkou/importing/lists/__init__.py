"""The lists that an office has, by their code, in the order in which they are best brought."""

from menkou.importing.declaring import ListKind
from menkou.importing.lists.lives import ACCOUNTS, SKILLS
from menkou.importing.lists.people import PEOPLE
from menkou.importing.lists.places import ORGANIZATIONS, PLACES, WORKSHOPS
from menkou.importing.lists.work import ORDERS, PRODUCTS

LISTS: dict[str, ListKind] = {
    kind.code: kind
    for kind in (PLACES, ORGANIZATIONS, WORKSHOPS, PEOPLE, SKILLS, ACCOUNTS, PRODUCTS, ORDERS)
}
