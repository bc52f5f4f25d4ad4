from django.urls import include, path

from menkou.web.me import views

urlpatterns = [
    path("", include(([path("", views.page, name="page")], "me"))),
    path("", views.page, name="me"),  # the menu's name of this room
]
