"""Every address: a screen's own are in its urls.py; each names the verb that opens it."""

from django.urls import include, path

urlpatterns = [
    path("", include("menkou.web.parts.urls")),
    path("", include("menkou.web.home.urls")),
    path("people/", include("menkou.web.people.urls")),
    path("places/", include("menkou.web.places.urls")),
    path("orders/", include("menkou.web.orders.urls")),
    path("counter/", include("menkou.web.counter.urls")),
    path("pay/", include("menkou.web.pay.urls")),
    path("fees/", include("menkou.web.fees.urls")),
    path("floor/", include("menkou.web.floor.urls")),
    path("figures/", include("menkou.web.figures.urls")),
    path("imports/", include("menkou.web.imports.urls")),
    path("me/", include("menkou.web.me.urls")),
    path("office/", include("menkou.web.office.urls")),
]

handler400 = "menkou.web.parts.errors.bad_request"
handler403 = "menkou.web.parts.errors.forbidden"
handler404 = "menkou.web.parts.errors.not_found"
handler500 = "menkou.web.parts.errors.server_error"
