from django.db import models


class Division(models.Model):
    """An administrative division (行政区划, GB/T 2260): province, prefecture, district, street."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=40)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")

    class Meta:
        verbose_name = "区划"

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A resettlement site (易地扶贫搬迁安置点)."""

    name = models.CharField(max_length=40, unique=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="sites")

    class Meta:
        verbose_name = "安置区"

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """A community (社区) of a site. New ones lack an official code for years: it may be blank.

    `committee`: the organization that takes allotments and rent in its name (居委会).
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="communities")
    name = models.CharField(max_length=40)
    code = models.CharField(max_length=12, blank=True)
    committee = models.OneToOneField(
        "registry.Organization", on_delete=models.PROTECT, null=True, related_name="community"
    )

    class Meta:
        verbose_name = "社区"
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="community_name_once",
                violation_error_message="这个安置区里已经有同名的社区",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Shopfront(models.Model):
    """A ground-floor shopfront (底层商铺) under the flats. Area in dm² (1 m² = 100)."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="shopfronts")
    number = models.CharField(max_length=20)
    area_dm2 = models.PositiveIntegerField()

    class Meta:
        verbose_name = "商铺"
        constraints = [
            models.UniqueConstraint(
                fields=["community", "number"],
                name="shopfront_number_once",
                violation_error_message="这个社区里已经有这个铺号",
            ),
            models.CheckConstraint(
                condition=models.Q(area_dm2__gt=0),
                name="shopfront_area_positive",
                violation_error_message="面积要大于零",
            ),
        ]

    def __str__(self) -> str:
        return self.number
