from menkou.registry.models.ability import Skill, Wish
from menkou.registry.models.account import BankAccount
from menkou.registry.models.consent import Consent
from menkou.registry.models.engagement import Engagement
from menkou.registry.models.organization import Organization
from menkou.registry.models.party import Party
from menkou.registry.models.person import Household, Membership, Person, Residence, Trait
from menkou.registry.models.place import Community, Division, Shopfront, Site
from menkou.registry.models.sameness import Alias, NotSame
from menkou.registry.models.workshop import ShopfrontUse, Tenancy, Workshop

__all__ = [
    "Alias",
    "BankAccount",
    "Community",
    "Consent",
    "Division",
    "Engagement",
    "Household",
    "Membership",
    "NotSame",
    "Organization",
    "Party",
    "Person",
    "Residence",
    "Shopfront",
    "ShopfrontUse",
    "Site",
    "Skill",
    "Tenancy",
    "Trait",
    "Wish",
    "Workshop",
]
