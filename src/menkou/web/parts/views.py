"""Signing in and out, the language, and the page that shows every part."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from menkou.identity.actions.users import set_language
from menkou.web.parts import samples
from menkou.web.parts.doors import Door, StaffDoor, WorkerDoor
from menkou.web.parts.edge import public

YEAR = 365 * 24 * 3600


def _next(request: HttpRequest) -> str:
    """Where the person was going, if it is an address of ours; else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else "/"


@never_cache
@sensitive_post_parameters("password")
@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Both doors on one page. A card's QR opens it with the number filled in (`?card=`)."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    used = request.POST.get("door")
    doors: dict[str, Door] = {
        kind.name: kind(request.POST)
        if used == kind.name
        else kind(initial={"login": request.GET.get("card", "")} if kind is WorkerDoor else None)
        for kind in (WorkerDoor, StaffDoor)
    }
    door = doors.get(used or "")
    if door is not None and door.is_valid() and (user := door.enter(request)):
        login(request, user)
        if door.name == StaffDoor.name and not door.cleaned_data["keep"]:
            request.session.set_expiry(0)
        return redirect(_next(request))
    context: dict[str, Any] = {**doors, "next": _next(request)}
    return render(request, "parts/sign_in.html", context)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language with the account, and on this device."""
    response = redirect(_next(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax",
            secure=settings.HTTPS,
        )
        if request.user.is_authenticated:
            set_language(user=request.user, language=chosen)
    return response


@public
def parts(request: HttpRequest) -> HttpResponse:
    """Every part once, live, with its name."""
    return render(request, "parts/parts.html", samples.context(request))
