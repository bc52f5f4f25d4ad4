"""Products: the list, a product with its material and its rates, adding one, setting a rate."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from menkou.lib import exact
from menkou.web.orders.product_forms import (
    PER_CENT,
    MaterialForm,
    OperationForm,
    ProductForm,
    RateForm,
    TakesForm,
)
from menkou.web.orders.views import by_initials, tabs
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.web.parts.lists import Act, Filters, ListScreen, allowed
from menkou.web.parts.tables import A, Number, Table, Text, Title
from menkou.work.actions.products import (
    add_material,
    add_operation,
    add_product,
    set_rate,
)
from menkou.work.models import Input, Operation, Product
from menkou.work.queries import orders, products

BOTH = ("GET", "POST")


class ProductFilters(Filters):
    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = Q(name__icontains=value) | Q(code__icontains=value)
        return rows.filter(found | by_initials(rows, value, "name"))


class Said(Text):
    """A word out of the data, in the reader's language."""

    def render(self, value: Any) -> str:
        return _(value)


class ProductTable(Table):
    name = Title(gettext_lazy("产品"), linkify=("orders:product", [A("pk")]))
    code = Text(gettext_lazy("编号"))
    operation = Said(gettext_lazy("工序"))
    unit = Said(gettext_lazy("单位"))
    orders_open = Number(gettext_lazy("在做的订单"))

    class Meta(Table.Meta):
        order_by = "name"


class ProductList(ListScreen):
    verb = "work.see_orders"
    title = gettext_lazy("产品")
    counted = ngettext_lazy("%(n)s 种产品", "%(n)s 种产品", "n")
    hint = gettext_lazy("产品名、编号，或者拼音首字母，都可以。")
    table, filters = ProductTable, ProductFilters
    acts = (
        Act(gettext_lazy("加产品"), "orders:product-add", icon="plus", verb="work.add_product",
            main=True),
    )
    empty = (gettext_lazy("还没有产品"), gettext_lazy("做什么、用什么料，先记在这里，才能记订单。"))
    template = "orders/list.html"

    def rows(self) -> QuerySet[Product]:
        return products.every()

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, "products")}


def _steps(pk: int) -> list[Operation]:
    """The operations of a product; no such page without one."""
    found = products.steps(pk)
    if not found:
        raise Http404
    return found


def _inputs(operation: Operation) -> list[tuple[Input, str]]:
    """The materials that a piece takes, and the loss allowed of each in per cent."""
    return [
        (row, exact.show(row.allowed_ppm, PER_CENT)) for row in operation.inputs.all()
        if row.commodity.kind == "material"
    ]


@screen("work.see_orders")
def record(request: Request, pk: int) -> HttpResponse:
    """A product: its steps as a chain, what a piece takes, what it pays to whom, since when."""
    steps = _steps(pk)
    acts = (
        Act(_("加一道工序"), "orders:operation-add", (pk,), "down", "work.add_operation"),
        Act(_("样品照片"), "orders:sample", (pk,), "eye", "work.set_sample"),
        Act(_("定工价"), "orders:rate", (pk,), "yuan", "work.set_rate"),
        Act(_("新订单"), "orders:add", (), "plus", "work.add_order", main=True),
    )
    return render(request, "orders/product.html", {
        "product": steps[0].product, "steps": [(one, _inputs(one)) for one in steps],
        "several": len(steps) > 1,
        "rates": products.rates(steps, request.scope, request.day),
        "orders": list(
            orders.with_progress(orders.within(request.scope, request.day))
            .filter(product=pk).order_by("-due_on", "-pk")[:8]
        ),
        "acts": allowed(acts, request),
    })


@screen("work.add_product", methods=BOTH)
def add(request: Request) -> HttpResponse:
    """A product with its one operation and what a piece takes.

    A material that is not in the list yet is added by a press of its own; what was typed stays.
    """
    data = request.POST.copy() if request.method == "POST" else None
    material = MaterialForm(None)
    if data is not None and _names_material(data):
        return _with_material(request, data, ProductForm, "orders/product_add.html", {})
    form = ProductForm(data, materials=products.materials())
    if form.is_valid() and run(
        form, add_product, new=form.product(), inputs=form.inputs(), by=request.user,
        at=request.at,
    ):
        messages.success(request, _("加好了产品。接下来，定工价"))
        return redirect("orders:rate", form.result.product_id)
    return render(request, "orders/product_add.html", {"form": form, "material": material})


@screen("work.add_operation", methods=BOTH)
def add_step(request: Request, pk: int) -> HttpResponse:
    """A step after the last one of a product, while nothing was ordered of it."""
    steps = _steps(pk)
    context = {"product": steps[0].product, "steps": steps, "last": steps[-1]}
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and _names_material(data):
        return _with_material(request, data, OperationForm, "orders/operation_add.html", context)
    form = OperationForm(data, materials=products.materials())
    if form.is_valid() and run(
        form, add_operation, new=form.new(), product=steps[0].product, inputs=form.inputs(),
        by=request.user, at=request.at,
    ):
        messages.success(request, _("加好了一道工序。接下来，定它的工价"))
        rate_url = reverse("orders:rate", args=[pk])
        return redirect(f"{rate_url}?operation={form.result.pk}")
    return render(request, "orders/operation_add.html", context | {
        "form": form, "material": MaterialForm(None),
    })


def _names_material(data: Any) -> bool:
    """Whether a material is to be added first: by its button, or by Enter in its name, or it was
    typed and the button forgotten."""
    return data.get("press") == "material" or bool(data.get("material_name", "").strip())


def _with_material(
    request: Request, data: Any, kind: type[TakesForm], template: str, context: dict[str, Any]
) -> HttpResponse:
    material = MaterialForm(data)
    if material.is_valid() and run(
        material, add_material, **material.made(), by=request.user, at=request.at
    ):
        free = next((f"m{n}" for n in kind.ROWS if not data.get(f"m{n}")), "m1")
        data[free] = str(material.result.pk)
        for name in material.fields:
            data.pop(name, None)
        messages.success(request, _("加了一种料，已经选上"))
        material = MaterialForm(None)
    form = kind(None, materials=products.materials(), typed=data)
    return render(request, template, context | {"form": form, "material": material})


@screen("work.set_rate", methods=BOTH)
def rate(request: Request, pk: int) -> HttpResponse:
    """What a piece of an operation pays from a day on; those before stay to be seen."""
    steps = _steps(pk)
    asked = request.GET.get("operation", "")
    operation = next((one for one in steps if str(one.pk) == asked), steps[0])
    form = RateForm(request.POST if request.method == "POST" else None, day=request.day,
                    operation=operation)
    form.offer(payer=orders.operators(request.scope, request.day))
    if form.is_valid() and run(
        form, set_rate, **form.cleaned_data, operation=operation, by=request.user, at=request.at
    ):
        messages.success(request, _("定好了工价"))
        return redirect("orders:product", pk)
    return render(request, "orders/rate.html", {
        "operation": operation, "product": operation.product, "form": form,
        "rates": products.rates([operation], request.scope, request.day),
        "back": reverse("orders:product", args=[pk]),
        "steps": steps if len(steps) > 1 else [],
    })
