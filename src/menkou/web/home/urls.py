from django.urls import path

from menkou.web.home import views

urlpatterns = [
    path("", views.today, name="home"),
    path("find/", views.find, name="find"),
    path("mine/", views.of_mine, name="home-mine"),
    path("menu/", views.menu, name="menu"),
]
