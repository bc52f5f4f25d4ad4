"""Taking back sites, communities, organizations, shopfronts, workshops and who operates them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from menkou.identity.models import User
from menkou.importing.models import Chunk
from menkou.importing.undoing.base import Own, refuse_changed, refuse_hanging, tell, wrote
from menkou.importing.writing.base import Before
from menkou.registry.models import (
    Community,
    Organization,
    Party,
    Shopfront,
    ShopfrontUse,
    Site,
    Tenancy,
    Workshop,
)


class UndoPlaces:
    """See `base.Undo`."""

    def refuse_hanging(self, chunk: Chunk, own: Own) -> None:
        communities, recoded = wrote(chunk, "community"), wrote(chunk, "recoded")
        refuse_changed("community", [*communities, *recoded], chunk.at, own)
        refuse_hanging(Site, wrote(chunk, "site"), {Community: own.keys("community")})
        refuse_hanging(Community, communities, {})

    def undo(self, chunk: Chunk, before: Before, *, by: User, at: datetime) -> None:
        sites, communities = wrote(chunk, "site"), wrote(chunk, "community")
        for pk, code in before.items():
            Community.objects.filter(pk=int(pk)).update(code=code)
        Community.objects.filter(pk__in=communities).delete()
        Site.objects.filter(pk__in=sites).delete()
        tell("community", [*communities, *wrote(chunk, "recoded")], chunk, by=by, at=at)
        tell("site", sites, chunk, by=by, at=at)


class UndoOrganizations:
    """See `base.Undo`."""

    def refuse_hanging(self, chunk: Chunk, own: Own) -> None:
        made = wrote(chunk, "organization")
        refuse_changed("organization", [*made, *wrote(chunk, "changed")], chunk.at, own)
        refuse_hanging(Organization, made, {})
        refuse_hanging(Party, made, {Organization: None})

    def undo(self, chunk: Chunk, before: Before, *, by: User, at: datetime) -> None:
        made = wrote(chunk, "organization")
        for pk, (name, kind, contact) in before.items():
            Party.objects.filter(pk=int(pk)).update(name=name)
            Organization.objects.filter(pk=int(pk)).update(kind=kind, contact=contact)
        Organization.objects.filter(pk__in=made).delete()
        Party.objects.filter(pk__in=made).delete()
        tell("organization", [*made, *wrote(chunk, "changed")], chunk, by=by, at=at)


class UndoWorkshops:
    """See `base.Undo`."""

    def refuse_hanging(self, chunk: Chunk, own: Own) -> None:
        fronts, workshops = wrote(chunk, "shopfront"), wrote(chunk, "workshop")
        uses, tenancies = own.keys("use"), own.keys("tenancy")
        used = ShopfrontUse.objects.filter(pk__in=wrote(chunk, "use"))
        let = Tenancy.objects.filter(pk__in=wrote(chunk, "tenancy"))
        touched = {*fronts, *wrote(chunk, "measured"), *used.values_list("shopfront", flat=True)}
        refuse_changed("shopfront", touched, chunk.at, own)
        refuse_changed("workshop", {*workshops, *let.values_list("workshop", flat=True)},
                       chunk.at, own)
        refuse_hanging(Shopfront, fronts, {ShopfrontUse: uses})
        refuse_hanging(Workshop, workshops, {ShopfrontUse: uses, Tenancy: tenancies})
        refuse_hanging(Party, workshops, {Workshop: None})

    def undo(self, chunk: Chunk, before: Before, *, by: User, at: datetime) -> None:
        fronts, workshops = wrote(chunk, "shopfront"), wrote(chunk, "workshop")
        uses, tenancies = wrote(chunk, "use"), wrote(chunk, "tenancy")
        used = ShopfrontUse.objects.filter(pk__in=uses)
        let = Tenancy.objects.filter(pk__in=tenancies)
        touched = {*fronts, *wrote(chunk, "measured"), *used.values_list("shopfront", flat=True)}
        operated = {*workshops, *let.values_list("workshop", flat=True)}
        for pk, area in before.items():
            Shopfront.objects.filter(pk=int(pk)).update(area_dm2=area)
        _unsay(ShopfrontUse, "shopfront", uses, chunk.at, by=by, at=at)
        _unsay(Tenancy, "workshop", tenancies, chunk.at, by=by, at=at)
        gone = Q(workshop__in=workshops) | Q(shopfront__in=fronts)
        ShopfrontUse.objects.filter(gone).delete()
        Tenancy.objects.filter(workshop__in=workshops).delete()
        Shopfront.objects.filter(pk__in=fronts).delete()
        Workshop.objects.filter(pk__in=workshops).delete()
        Party.objects.filter(pk__in=workshops).delete()
        tell("shopfront", touched, chunk, by=by, at=at)
        tell("workshop", operated, chunk, by=by, at=at)


def _unsay(
    model: Any, subject: str, keys: Sequence[int], said_at: datetime, *, by: User, at: datetime
) -> None:
    """Withdraws dated rows; what had been withdrawn for them stands again."""
    rows = model.objects.filter(pk__in=keys)
    subjects = list(rows.order_by("pk").values_list(subject, flat=True))
    rows.filter(withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by)
    model.objects.filter(
        **{f"{subject}__in": subjects}, entered_at__lt=said_at, withdrawn_at=said_at
    ).update(withdrawn_at=None, withdrawn_by=None)
