"""The addresses of orders."""

from django.urls import include, path

from menkou.web.orders import views

screens = [
    path("", views.OrderList.as_view(), name="list"),
    path("<int:pk>/", views.record, name="record"),
    path("<int:pk>/labels/", views.labels, name="labels"),
    path("<int:pk>/tickets/", views.make, name="make"),
]

urlpatterns = [
    path("", include((screens, "orders"))),
    path("", views.OrderList.as_view(), name="orders"),  # the menu's names of these pages
    path("<int:pk>/", views.record, name="order"),
]
