"""The addresses of orders, their tickets and products."""

from django.urls import include, path

from menkou.web.orders import making, many, products, requests, rework, tickets, views

screens = [
    path("", views.OrderList.as_view(), name="list"),
    path("add/", making.add, name="add"),
    path("tickets/", tickets.TicketList.as_view(), name="tickets"),
    path("tickets/<int:number>/", tickets.record, name="ticket"),
    path("tickets/<int:number>/enlarge/", tickets.enlarge, name="enlarge"),
    path("tickets/<int:number>/shrink/", tickets.shrink, name="shrink"),
    path("tickets/<int:number>/cancel/", tickets.cancel, name="cancel"),
    path("requests/", requests.inbox, name="requests"),
    path("requests/<int:pk>/", requests.record, name="request"),
    path("requests/<int:pk>/give/", requests.given, name="give"),
    path("requests/<int:pk>/decline/", requests.declined, name="decline"),
    path("products/", products.ProductList.as_view(), name="products"),
    path("products/add/", products.add, name="product-add"),
    path("products/<int:pk>/", products.record, name="product"),
    path("products/<int:pk>/rate/", products.rate, name="rate"),
    path("<int:pk>/", views.record, name="record"),
    path("<int:pk>/allot/", making.pass_on, name="allot"),
    path("<int:pk>/arrival/", making.arrival, name="arrival"),
    path("<int:pk>/count/", making.count, name="count"),
    path("<int:pk>/labels/", views.labels, name="labels"),
    path("<int:pk>/rework/", rework.waiting, name="rework"),
    path("<int:pk>/tickets/", making.make, name="make"),
    path("<int:pk>/tickets/many/", many.make, name="many"),
]

urlpatterns = [
    path("", include((screens, "orders"))),
    path("", views.OrderList.as_view(), name="orders"),  # the menu's names of these pages
    path("add/", making.add, name="order-add"),
    path("requests/", requests.inbox, name="requests"),
    path("tickets/", tickets.TicketList.as_view(), name="tickets"),
    path("tickets/<int:number>/", tickets.record, name="ticket"),
    path("products/", products.ProductList.as_view(), name="products"),
    path("products/<int:pk>/", products.record, name="product"),
    path("<int:pk>/", views.record, name="order"),
]
