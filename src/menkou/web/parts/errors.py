"""What is shown when something can't be: in plain words, with a way out."""

import logging
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from menkou.access import queries as rights
from menkou.lib.verb import ROLES
from menkou.web.parts import words

logger = logging.getLogger("menkou.web")


class NotYours(PermissionDenied):
    """The person's roles don't reach this verb on this day."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb


def _say(request: HttpRequest, case: str, status: int, **more: Any) -> HttpResponse:
    return render(request, "parts/sorry.html", {"case": case, **more}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _say(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says which verb it was, who may do it, and as what the person is here."""
    if not isinstance(exception, NotYours):
        return _say(request, "forbidden", 403)
    verb = rights.verbs()[exception.verb]
    able = words.listed([words.role(role) for role in ROLES if role in verb.roles])
    return _say(request, "not_yours", 403, wanted=words.verb(verb), able=able)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _say(request, "not_found", 404)


def wrong_method(request: HttpRequest, allowed: list[str]) -> HttpResponse:
    response = _say(request, "wrong_method", 405)
    response["Allow"] = ", ".join(allowed)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own fault: a page without the frame (it may be the database), and a number to tell us."""
    number = f"E-{secrets.randbelow(9000) + 1000}"
    logger.error("%s %s", number, request.path, exc_info=True)
    return render(request, "parts/broken.html", {"number": number}, status=500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _say(request, "csrf", 403)
