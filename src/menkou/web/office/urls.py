from django.urls import path

from menkou.web.office import users, views

urlpatterns = [
    path("", views.verbs, name="verbs"),
    path("log/", views.LogList.as_view(), name="log"),
    path("tray/", views.TrayList.as_view(), name="tray"),
    path("tray/<int:pk>/", views.fact, name="tray-fact"),
    path("tray/<int:pk>/aside/", views.lay_aside, name="tray-aside"),
    path("tray/<int:pk>/up/", views.take_up, name="tray-up"),
    path("users/", users.UserList.as_view(), name="users"),
    path("users/add/", users.add, name="user-add"),
    path("users/<int:pk>/", users.record, name="user"),
    path("users/<int:pk>/password/", users.password, name="user-password"),
    path("users/<int:pk>/grant/", users.grant, name="user-grant"),
    path("grants/<int:pk>/end/", users.end, name="grant-end"),
]
