from django.urls import include, path

from menkou.web.me import pay, seen, views, work

screens = [
    path("", views.page, name="page"),
    path("work/", work.offered, name="work"),
    path("work/<int:pk>/", work.want, name="want"),
    path("requests/<int:pk>/withdraw/", work.back, name="withdraw"),
    path("seen/", seen.seen, name="seen"),
    path("pay/", pay.slips, name="slips"),
    path("pay/<int:pk>/", pay.slip, name="slip"),
    path("pay/<int:pk>/right/", pay.right, name="right"),
    path("pay/<int:pk>/wrong/", pay.wrong, name="wrong"),
]

urlpatterns = [
    path("", include((screens, "me"))),
    path("", views.page, name="me"),  # the menu's name of this room
]
