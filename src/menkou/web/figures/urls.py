"""The addresses of figures."""

from datetime import date

from django.urls import include, path, register_converter

from menkou.web.figures import district, records, views


class DayConverter:
    """A day in an address: 2022-02-18."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

screens = [
    path("compute/", views.compute_now, name="compute"),
    path("district/", district.district, name="district"),
    path("district/compute/", district.compute, name="district-compute"),
    path("<int:site>/<day:as_of>/print/", views.printed, name="print"),
    path("<int:site>/<day:as_of>/<str:code>/", records.Records.as_view(), name="records"),
]

urlpatterns = [
    path("", include((screens, "figures"))),
    path("", views.figures, name="figures"),
]
