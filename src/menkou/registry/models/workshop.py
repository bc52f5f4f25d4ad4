from django.db import models

from menkou.registry.models.dated import Dated, one_a_day
from menkou.registry.models.organization import Organization
from menkou.registry.models.party import Party
from menkou.registry.models.place import Community, Shopfront


class Workshop(models.Model):
    """A workshop (帮扶车间): a place with custody of material, made of shopfronts."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="workshops")

    class Meta:
        verbose_name = "车间"

    def __str__(self) -> str:
        return self.party.name


class ShopfrontUse(Dated):
    """Which workshop a shopfront belongs to, from a day; none: it stands empty."""

    SUBJECT = ("shopfront",)

    shopfront = models.ForeignKey(Shopfront, on_delete=models.PROTECT, related_name="uses")
    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, related_name="shopfront_uses", null=True
    )

    class Meta:
        verbose_name = "商铺用途"
        constraints = one_a_day("shopfront_use", "shopfront")


class Tenancy(Dated):
    """Who operates a workshop from a day; each day of a workshop has at most one operator."""

    SUBJECT = ("workshop",)

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="tenancies")
    operator = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="tenancies", null=True
    )

    class Meta:
        verbose_name = "入驻"
        constraints = one_a_day("tenancy", "workshop")
