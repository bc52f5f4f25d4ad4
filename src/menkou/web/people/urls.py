"""The addresses of people."""

from django.urls import include, path, register_converter

from menkou.web.people import (
    abilities,
    changes,
    consents,
    finding,
    households,
    keeping,
    leaving,
    limits,
    lists,
    outings,
    record,
    roster,
    same,
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
    path("find/", finding.suggest, name="find"),
    path("lists/save/", keeping.save, name="save"),
    path("lists/drop/", keeping.drop, name="drop"),
    path("call/", outings.call, name="call"),
    path("call/numbers/", outings.numbers, name="call-numbers"),
    path("visit/", outings.visit, name="visit"),
    path("same/", same.same, name="same"),
    path("same/<int:pk>/<int:other>/", same.compare, name="compare"),
    path("same/<int:pk>/<int:other>/merge/", same.merge_pair, name="merge"),
    path("same/<int:pk>/<int:other>/differ/", same.keep_apart, name="differ"),
    path("<int:pk>/twin/", same.twin, name="twin"),
    path("<int:pk>/apart/<int:alias>/", same.apart, name="apart"),
    path("<int:pk>/", record.record, name="person"),
    path("leaving/", leaving.LeavingList.as_view(), name="leaving"),
    path("files/<list:what>/", roster.roster, name="roster"),
    path("files/<list:what>/full/", roster.full, name="roster-full"),
    path("<int:pk>/change/", changes.change, name="change"),
    path("<int:pk>/home/", changes.home, name="home"),
    path("<int:pk>/household/", changes.household, name="household"),
    path("<int:pk>/trait/", changes.trait, name="trait"),
    path("<int:pk>/skill/", abilities.skill, name="skill"),
    path("<int:pk>/wish/", abilities.wish, name="wish"),
    path("<int:pk>/account/", abilities.account, name="account"),
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
    path("<int:pk>/", record.record, name="person"),
    path("<int:pk>/limit/", limits.limit, name="person-limit"),
    path("households/<int:pk>/", households.record, name="household"),
    path("add/", changes.add, name="person-add"),
    path("find/", finding.suggest, name="people-find"),
]
