from django.urls import path

from menkou.web.home import views

urlpatterns = [
    path("", views.today, name="home"),
    path("find/", views.find, name="find"),
    path("menu/", views.menu, name="menu"),
]
