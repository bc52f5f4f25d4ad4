"""The addresses that the tests of these rooms need, whatever the other rooms have."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", elsewhere, name="home"),
    path("find/", elsewhere, name="find"),
    path("menu/", elsewhere, name="menu"),
    path("", include("menkou.web.parts.urls")),
    path("counter/", include("menkou.web.counter.urls")),
    path("me/", include("menkou.web.me.urls")),
    path("orders/", include("menkou.web.orders.urls")),
]
