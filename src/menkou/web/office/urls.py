from django.urls import path

from menkou.web.office import books, flags, one_fact, paper, reveals, users, views

urlpatterns = [
    path("", views.verbs, name="verbs"),
    path("accounts/", books.AccountList.as_view(), name="accounts"),
    path("accounts/<int:pk>/", books.Statement.as_view(), name="account"),
    path("accounts/<int:pk>/print/", paper.printed, name="account-print"),
    path("accounts/facts/<int:pk>/", one_fact.one_fact, name="fact"),
    path("flags/", flags.flags, name="flags"),
    path("log/", views.LogList.as_view(), name="log"),
    path("reveals/", reveals.RevealList.as_view(), name="reveals"),
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
