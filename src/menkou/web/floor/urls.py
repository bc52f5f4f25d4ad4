"""The addresses of attendance."""

from django.urls import include, path

from menkou.web.floor import day, views

screens = [
    path("", views.first, name="first"),
    path("<int:pk>/", views.sheet, name="sheet"),
    path("<int:pk>/record/", views.put, name="put"),
    path("<int:pk>/print/", views.printed, name="print"),
    path("<int:pk>/day/", day.day, name="day"),
    path("<int:pk>/rate/", views.rate, name="rate"),
    path("<int:pk>/people/<int:person>/", views.person, name="person"),
]

urlpatterns = [
    path("", include((screens, "floor"))),
    path("", views.first, name="floor"),  # the menu's name of this room
]
