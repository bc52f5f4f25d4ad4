"""The photograph of a product's sample: sent, taken away, shown."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.web.parts import pictures
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import Form, run
from menkou.work.actions.samples import MOST_BYTES, NoSample, set_sample
from menkou.work.models import Product
from menkou.work.queries.samples import sample_file

KEPT = "private, max-age=31536000, immutable"  # another photograph has another address


class SampleForm(Form):
    photo = forms.FileField(
        label=gettext_lazy("样品的照片"), required=False, allow_empty_file=True,
        help_text=gettext_lazy("正面拍一张，光要亮，不要拍到人。JPG、PNG、WebP 都行"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    away = forms.BooleanField(label=gettext_lazy("不要照片，用图样"), required=False)

    def clean_photo(self) -> Any:
        photo = self.cleaned_data["photo"]
        if photo and photo.size > MOST_BYTES:
            raise forms.ValidationError(str(NoSample("large")))
        return photo

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and not found.get("photo") and not found.get("away"):
            self.add_error("photo", _("选一张照片"))
        return found

    def content(self) -> bytes:
        photo = self.cleaned_data["photo"]
        return b"" if self.cleaned_data.get("away") or not photo else photo.read()


@screen("work.set_sample", methods=("GET", "POST"))
def put(request: Request, pk: int) -> HttpResponse:
    """Sends the photograph of a sample, or takes it away."""
    product = get_object_or_404(Product, pk=pk)
    posted = request.method == "POST"
    form = SampleForm(request.POST if posted else None, request.FILES if posted else None)
    if not product.sample:
        form.fields["photo"].required = True
        del form.fields["away"]
    if form.is_valid() and run(
        form, set_sample, product=product, content=form.content(), by=request.user, at=request.at
    ):
        messages.success(request, _("记下了样品的照片"))
        return redirect("orders:product", pk)
    return render(request, "orders/sample.html", {
        "product": product, "form": form, "back": reverse("orders:product", args=[pk]),
    })


@screen("identity.see_home")
def show(request: Request, pk: int) -> HttpResponse:
    """The photograph, small where that is asked; the product's drawing where it has none."""
    product = get_object_or_404(Product, pk=pk)
    path = sample_file(product, small="small" in request.GET)
    if path is None:
        return HttpResponse(pictures.alone(product.picture, product.name), "image/svg+xml")
    try:
        response = HttpResponse(path.read_bytes(), "image/jpeg")
    except FileNotFoundError as gone:  # another took its place just now
        raise Http404 from gone
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = KEPT
    return response
