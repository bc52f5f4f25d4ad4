"""The least that Django can do: one view, no database, no middleware. What a page is measured
beside; `benchmarks.pages` serves it as Menkou is served."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="measured", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], LOGGING_CONFIG=None
)


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>.</title>")


urlpatterns = [path("", nothing)]
application = get_wsgi_application()
