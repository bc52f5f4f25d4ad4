"""The addresses of people."""

from django.urls import include, path, register_converter

from menkou.web.people import (
    changes,
    consents,
    households,
    leaving,
    limits,
    lists,
    roster,
    traits,
    views,
)
from menkou.web.people.words import NUMBERS, PURPOSES


class NumberConverter:
    """Which of a person's numbers: id, phone or bank."""

    regex = "|".join(NUMBERS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PurposeConverter(NumberConverter):
    """What a consent is for."""

    regex = "|".join(PURPOSES)


class ListConverter(NumberConverter):
    """Which file of the people that a list finds."""

    regex = "|".join(roster.TITLES)


register_converter(NumberConverter, "number")
register_converter(ListConverter, "list")
register_converter(PurposeConverter, "purpose")

screens = [
    path("", lists.PeopleList.as_view(), name="list"),
    path("add/", changes.add, name="add"),
    path("leaving/", leaving.LeavingList.as_view(), name="leaving"),
    path("files/<list:what>/", roster.roster, name="roster"),
    path("files/<list:what>/full/", roster.full, name="roster-full"),
    path("<int:pk>/", views.record, name="person"),
    path("<int:pk>/change/", changes.change, name="change"),
    path("<int:pk>/home/", changes.home, name="home"),
    path("<int:pk>/household/", changes.household, name="household"),
    path("<int:pk>/trait/", changes.trait, name="trait"),
    path("<int:pk>/work/", changes.work, name="work"),
    path("<int:pk>/consents/", consents.listed, name="consents"),
    path("<int:pk>/consent/", consents.consent, name="consent"),
    path("<int:pk>/consent/<purpose:purpose>/", consents.consent, name="consent-for"),
    path("<int:pk>/limit/", limits.limit, name="limit"),
    path("<int:pk>/traits/", traits.rows, name="traits"),
    path("<int:pk>/traits/<int:row>/", traits.detail, name="detail"),
    path("<int:pk>/card/", views.card, name="card"),
    path("<int:pk>/forget/", views.forget, name="forget"),
    path("<int:pk>/reveal/<number:number>/", views.reveal, name="reveal"),
]

urlpatterns = [
    path("", include((screens, "people"))),
    path("", lists.PeopleList.as_view(), name="people"),  # the names that other rooms use
    path("<int:pk>/", views.record, name="person"),
    path("<int:pk>/limit/", limits.limit, name="person-limit"),
    path("households/<int:pk>/", households.record, name="household"),
    path("add/", changes.add, name="person-add"),
]
