"""The addresses of lists that offices bring."""

from django.urls import include, path, register_converter

from menkou.importing.lists import LISTS
from menkou.web.imports import doing, lists, views


class ListConverter:
    """Which list: its code."""

    regex = "|".join(LISTS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ListConverter, "import_list")

screens = [
    path("", lists.ImportList.as_view(), name="list"),
    path("new/", views.new, name="new"),
    path("template/<import_list:code>/", views.template, name="template"),
    path("<int:pk>/", views.record, name="import"),
    path("<int:pk>/wrong/", doing.wrong, name="wrong"),
    path("<int:pk>/again/", doing.again, name="again"),
    path("<int:pk>/write/", doing.write, name="write"),
    path("<int:pk>/stop/", doing.stop, name="stop"),
    path("<int:pk>/go-on/", doing.go_on, name="go-on"),
    path("<int:pk>/drop/", doing.drop, name="drop"),
    path("<int:pk>/back/", doing.take_back, name="back"),
    path("<int:pk>/rows/<int:row>/", doing.answer_row, name="answer"),
]

urlpatterns = [
    path("", include((screens, "imports"))),
    path("", lists.ImportList.as_view(), name="imports"),  # the names that other rooms use
    path("new/", views.new, name="import-new"),
]
