"""What the pages of pay share: the period of an address, and a button that does one thing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404

from menkou.settlement.models import Period
from menkou.settlement.queries import periods
from menkou.web.parts.edge import Request
from menkou.web.parts.forms import Form, run

BOTH = ("GET", "POST")


def period_within(request: Request, pk: int) -> Period:
    """A period of which the scope reaches a payer. Raises Http404."""
    rows = periods.within(request.scope, request.day).select_related("payer__party", "seal")
    return get_object_or_404(rows, pk=pk)


def press(
    request: Request, form: Form, done: str, action: Callable[..., Any], **given: Any
) -> bool:
    """Does what a button says and tells it; a refusal is told as well."""
    if form.is_valid() and run(form, action, **given, by=request.user, at=request.at):
        messages.success(request, done)
        return True
    tell(request, form)
    return False


def tell(request: Request, form: Form) -> None:
    """What is wrong with a form that stands on no page of its own."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
