"""The edge of every screen: who may open it, on which day, in which language; and no GET writes."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django_htmx.middleware import HtmxDetails

from menkou.access import queries as rights
from menkou.identity import clock
from menkou.identity.models import User
from menkou.lib.days import day_of
from menkou.lib.scope import Scope
from menkou.web.parts import sealed
from menkou.web.parts.errors import NotYours, wrong_method
from menkou.web.parts.record_keys import is_key

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
SAFE = ("GET", "HEAD", "OPTIONS")

_READS = re.compile(
    r"[\s(]*(SELECT|WITH|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|SHOW|SET|DECLARE|FETCH)\b",
    re.IGNORECASE,
)
_WRITES_INSIDE = re.compile(r"\b(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\b", re.IGNORECASE)


class Request(HttpRequest):
    """What a view is given behind `screen`: for annotations only."""

    user: User
    htmx: HtmxDetails
    at: datetime
    day: date
    verb: str
    scope: Scope


class WroteInGet(RuntimeError):
    """A page that only shows tried to write. Move the writing behind a POST."""


class Edge:
    """Middleware: the moment and the day of the books, the language, no full number in an address,
    and reads only in a GET."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = clock.now()  # type: ignore[attr-defined]
        request.day = day_of(request.at)  # type: ignore[attr-defined]
        translation.activate(language_of(request))
        if (way := sealed.elsewhere(request)) is not None:
            return way
        searched = sealed.open_query(request)
        response = self._answer(request)
        if searched:
            response["Cache-Control"] = "no-store, private"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return self.get_response(request)
        with connection.execute_wrapper(only_reads):
            return self.get_response(request)


def language_of(request: HttpRequest) -> str:
    """The person's own language, else the one chosen on this device, else Chinese.

    What the browser says of itself is not asked: an office PC often speaks English to nobody.
    """
    known = dict(settings.LANGUAGES)
    own = getattr(request.user, "language", "")
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return next((code for code in (own, chosen) if code in known), settings.LANGUAGE_CODE)


def only_reads(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Lets a statement through that reads, or that keeps the session. Raises WroteInGet."""
    text = str(sql)
    reads = _READS.match(text) and not _WRITES_INSIDE.search(text)
    if not reads and "django_session" not in text:
        raise WroteInGet(text[:80])
    return execute(sql, params, many, context)


def public(view: View) -> View:
    """Marks a view that anybody may open, signed in or not."""
    view.public = True  # type: ignore[attr-defined]
    return login_not_required(view)


def screen(verb: str, *, methods: Iterable[str] = ("GET",)) -> Callable[[View], View]:
    """Opens a view to those whose grants allow the verb today; the view carries `verb`.

    Behind it the request has `at`, `day`, `verb` and `scope`: how far the grants of this verb
    reach. Strangers' rows: fetch from the noun's `within(request.scope, request.day)` with
    `get_object_or_404`. Raises NotYours (shown as a page that says who can do it) and answers
    any other method with 405. An address whose number can be no record's key is no such page.
    """
    allowed = {*methods, *(("HEAD",) if "GET" in methods else ()), "OPTIONS"}

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in allowed:
                return wrong_method(request, sorted(allowed))
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            demand(request, verb)
            if not all(is_key(one) for one in kwargs.values() if isinstance(one, int)):
                raise Http404
            request.verb = verb
            request.scope = rights.scope(request.user, verb, request.day)
            return view(request, *args, **kwargs)

        opened.verb = verb  # type: ignore[attr-defined]
        return opened  # type: ignore[return-value]

    return decorate


def demand(request: Any, verb: str) -> None:
    """For a view that serves several verbs: raises NotYours if the person may not do this one."""
    if not rights.may(request.user, verb, request.day):
        raise NotYours(verb)
