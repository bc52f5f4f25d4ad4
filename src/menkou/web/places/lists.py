"""The lists of workshops, shopfronts, communities, sites and organizations."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from menkou.lib.names import search_text
from menkou.registry.models import Community, Organization, Shopfront, Site, Workshop
from menkou.registry.queries import organizations, places, reach
from menkou.web.parts.fields import choices
from menkou.web.parts.lists import Act, Filters, ListScreen, OneOf
from menkou.web.parts.tables import A, Number, Table, Text, Title
from menkou.web.places import words as said
from menkou.web.places.tabs import tabs


def named(rows: QuerySet[Any], value: str, *columns: str) -> QuerySet[Any]:
    """Rows whose names hold what was typed, or begin with its initials."""
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": value})
    if value.isascii() and value.isalpha():
        names = rows.order_by().values_list("pk", *columns)
        found |= Q(pk__in=[
            pk for pk, *words in names
            if any(sound.startswith(value.lower())
                   for word in words for sound in search_text(word or "").split())
        ])  # fmt: skip
    return rows.filter(found)


class Area(Number):
    """dm², shown in m²; the head says （平方米）."""

    def render(self, value: Any) -> str:
        return said.area(value)


class Named(Filters):
    """Search by the columns of NAMES; a filter by community."""

    NAMES: tuple[str, ...] = ("name",)

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return named(rows, value, *self.NAMES)


class InCommunity(Named):
    community = OneOf(label=_("社区"), field_name="community")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = reach.communities(self.request.scope).order_by("site__name", "name")
        self.filters["community"].extra["choices"] = list(rows.values_list("pk", "name"))


class WorkshopFilters(InCommunity):
    NAMES = ("party__name", "operator")
    used = OneOf(
        label=_("现在"), choices=[("yes", _("有单位在做")), ("no", _("空着"))], method="by_use"
    )

    def by_use(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(operator__isnull=value == "no")


class WorkshopTable(Table):
    name = Title(_("车间"), accessor="party__name", linkify=("places:workshop", [A("pk")]))
    community = Text(_("社区"), accessor="community__name")
    operator = Text(_("入驻单位"))
    fronts = Number(_("商铺"))
    area = Area(_("面积（平方米）"))
    persons = Number(_("在做活（人）"))

    class Meta(Table.Meta):
        order_by = "name"
        row_attrs = {"class": lambda record: "" if record.operator else "off"}


class Placed(ListScreen):
    """A list under the tabs of places."""

    verb = "registry.see_places"
    template = "places/list.html"
    page = ""

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, self.page)}


class WorkshopList(Placed):
    page = "places:list"
    title = _("车间")
    counted = ngettext_lazy("%(n)s 个车间", "%(n)s 个车间", "n")
    hint = _("车间、入驻单位，或者拼音首字母，都可以。")
    table, filters = WorkshopTable, WorkshopFilters
    quick = ("used",)
    acts = (
        Act(_("加车间"), "places:add-workshop", icon="plus", verb="registry.add_workshop",
            main=True),
    )  # fmt: skip
    empty = (_("还没有车间"), _("先记商铺，再把商铺合成车间。"))

    def rows(self) -> QuerySet[Workshop]:
        return places.within(self.request.scope, self.request.day)


class ShopfrontFilters(InCommunity):
    NAMES = ("number", "workshop")
    used = OneOf(
        label=_("现在"), choices=[("yes", _("车间在用")), ("no", _("空着"))], method="by_use"
    )

    def by_use(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(workshop__isnull=value == "no")


class ShopfrontTable(Table):
    number = Title(_("铺号"), linkify=("places:shopfront", [A("pk")]))
    community = Text(_("社区"), accessor="community__name")
    area = Area(_("面积（平方米）"), accessor="area_dm2")
    workshop = Text(_("归哪个车间用"))

    class Meta(Table.Meta):
        order_by = ("community", "number")
        row_attrs = {"class": lambda record: "" if record.workshop else "off"}


class ShopfrontList(Placed):
    page = "places:shopfronts"
    title = _("商铺")
    counted = ngettext_lazy("%(n)s 间商铺", "%(n)s 间商铺", "n")
    hint = _("铺号，或者用它的车间。")
    table, filters = ShopfrontTable, ShopfrontFilters
    quick = ("used",)
    acts = (
        Act(_("加商铺"), "places:add-shopfront", icon="plus", verb="registry.add_shopfront",
            main=True),
    )  # fmt: skip
    empty = (_("还没有商铺"), _("楼下的商铺一间一间记，铺号照门牌写。"))

    def rows(self) -> QuerySet[Shopfront]:
        return places.shopfronts(self.request.scope, self.request.day)


class CommunityFilters(Named):
    NAMES = ("name", "site__name")


class CommunityTable(Table):
    name = Title(_("社区"), linkify=("places:community", [A("pk")]))
    site = Text(_("安置区"), accessor="site__name")
    workshop_count = Number(_("车间"))
    fronts = Number(_("商铺"))
    area = Area(_("面积（平方米）"))
    used = Area(_("车间在用（平方米）"))

    class Meta(Table.Meta):
        order_by = ("site", "name")


class CommunityList(Placed):
    page = "places:communities"
    title = _("社区")
    counted = ngettext_lazy("%(n)s 个社区", "%(n)s 个社区", "n")
    hint = _("社区、安置区，或者拼音首字母，都可以。")
    table, filters = CommunityTable, CommunityFilters
    acts = (
        Act(_("加社区"), "places:add-community", icon="plus", verb="registry.add_community",
            main=True),
    )  # fmt: skip
    empty = (_("还没有社区"), _("社区在安置区里面，先记安置区。"))

    def rows(self) -> QuerySet[Community]:
        return places.communities(self.request.scope, self.request.day)


class SiteFilters(Named):
    NAMES = ("name", "division__name")


class SiteTable(Table):
    name = Title(_("安置区"), linkify=("places:site", [A("pk")]))
    division = Text(_("区划"), accessor="division__name")
    community_count = Number(_("社区"))
    workshop_count = Number(_("车间"))
    used = Area(_("车间在用（平方米）"))

    class Meta(Table.Meta):
        order_by = "name"


class SiteList(Placed):
    page = "places:sites"
    title = _("安置区")
    counted = ngettext_lazy("%(n)s 个安置区", "%(n)s 个安置区", "n")
    hint = _("安置区、区划，或者拼音首字母，都可以。")
    table, filters = SiteTable, SiteFilters
    acts = (
        Act(_("加区划"), "places:add-division", icon="plus", verb="registry.add_division"),
        Act(_("加安置区"), "places:add-site", icon="plus", verb="registry.add_site", main=True),
    )
    empty = (_("还没有安置区"), _("先记区划，再记里面的安置区。"))

    def rows(self) -> QuerySet[Site]:
        return places.sites(self.request.scope, self.request.day)


class OrganizationFilters(Named):
    NAMES = ("party__name", "credit_code")
    kind = OneOf(label=_("哪一种"), choices=choices(Organization.Kind))


class OrganizationTable(Table):
    name = Title(_("单位"), accessor="party__name", linkify=("places:organization", [A("pk")]))
    kind = Text(_("哪一种"))
    credit_code = Text(_("统一社会信用代码"))
    workshops = Number(_("车间"))
    persons = Number(_("用工（人）"))

    class Meta(Table.Meta):
        order_by = "name"
        row_attrs = {"class": lambda record: "" if record.workshops or record.persons else "off"}

    def render_kind(self, record: Any) -> str:
        return gettext(record.get_kind_display())


class OrganizationList(ListScreen):
    verb = "registry.see_organizations"
    title = _("单位")
    counted = ngettext_lazy("%(n)s 个单位", "%(n)s 个单位", "n")
    hint = _("单位、信用代码，或者拼音首字母，都可以。")
    table, filters = OrganizationTable, OrganizationFilters
    quick = ("kind",)
    acts = (
        Act(_("登记单位"), "places:add-organization", icon="plus",
            verb="registry.add_organization", main=True),
    )  # fmt: skip
    empty = (_("还没有单位"), _("企业、合作社、个体户，谁接活、谁发工钱，就登记谁。"))

    def rows(self) -> QuerySet[Organization]:
        rows = organizations.within(self.request.scope, self.request.day)
        return organizations.for_list(rows, self.request.day)
