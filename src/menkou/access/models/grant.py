from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.registry.models import Community, Division, Organization, Site, Workshop

UNITS = ("division", "site", "community", "workshop", "organization")


def _exactly_one() -> Q:
    whole = Q()
    for unit in UNITS:
        whole |= Q(**{f"{other}__isnull": other != unit for other in UNITS})
    return whole


class Grant(models.Model):
    """Who may act, as what, where, from when until when. The worker's own page needs no grant.

    `until` is the first day on which it holds no more; none: it goes on.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants"
    )
    role = models.CharField(max_length=20)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, related_name="+"
    )
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+"
    )
    from_day = models.DateField()
    until = models.DateField(null=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = "授权"
        constraints = [
            models.CheckConstraint(condition=_exactly_one(), name="grant_one_unit"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("from_day")),
                name="grant_days_in_order",
                violation_error_message="授权的止日要在起日之后",
            ),
        ]
        indexes = [models.Index(fields=["user", "from_day"], name="grant_user")]
