from menkou.registry.models.consent import Consent
from menkou.registry.models.engagement import Engagement
from menkou.registry.models.organization import Organization
from menkou.registry.models.party import Party
from menkou.registry.models.person import Household, Membership, Person, Residence, Trait
from menkou.registry.models.place import Community, Division, Shopfront, Site
from menkou.registry.models.workshop import ShopfrontUse, Tenancy, Workshop

__all__ = [
    "Community",
    "Consent",
    "Division",
    "Engagement",
    "Household",
    "Membership",
    "Organization",
    "Party",
    "Person",
    "Residence",
    "Shopfront",
    "ShopfrontUse",
    "Site",
    "Tenancy",
    "Trait",
    "Workshop",
]
