"""The addresses of orders, their tickets and products."""

from django.urls import include, path

from menkou.web.orders import (
    ends,
    giving,
    making,
    notes,
    pieces,
    products,
    recalls,
    tickets,
    views,
)

screens = [
    path("", views.OrderList.as_view(), name="list"),
    path("add/", making.add, name="add"),
    path("tickets/", tickets.TicketList.as_view(), name="tickets"),
    path("tickets/<int:number>/", tickets.record, name="ticket"),
    path("tickets/<int:number>/enlarge/", tickets.enlarge, name="enlarge"),
    path("tickets/<int:number>/cancel/", tickets.cancel, name="cancel"),
    path("products/", products.ProductList.as_view(), name="products"),
    path("products/add/", products.add, name="product-add"),
    path("products/<int:pk>/", products.record, name="product"),
    path("products/<int:pk>/operations/add/", products.add_step, name="operation-add"),
    path("products/<int:pk>/rate/", products.rate, name="rate"),
    path("<int:pk>/", views.record, name="record"),
    path("<int:pk>/allot/", giving.from_order, name="allot"),
    path("<int:pk>/parts/", giving.parts, name="parts"),
    path("<int:pk>/pieces/", pieces.here, name="pieces"),
    path("<int:pk>/hand/", pieces.hand, name="hand"),
    path("<int:pk>/deliver/", pieces.deliver, name="deliver"),
    path("<int:pk>/accept/", pieces.accept, name="accept"),
    path("<int:pk>/take-back/", pieces.take_back, name="take-back"),
    path("<int:pk>/undo/", pieces.undo, name="undo"),
    path("<int:pk>/end/", ends.page, name="end"),
    path("<int:pk>/dispose/", ends.dispose, name="dispose"),
    path("<int:pk>/cancel/", ends.cancel, name="cancel-order"),
    path("<int:pk>/close/", ends.close, name="close"),
    path("<int:pk>/recalls/", recalls.listed, name="recalls"),
    path("<int:pk>/recalls/print/", recalls.visits, name="visits"),
    path("recalls/<int:pk>/end/", recalls.end, name="recall-end"),
    path("recalls/<int:pk>/abandon/", recalls.abandon, name="abandon"),
    path("recalls/<int:pk>/lose/", recalls.lose, name="lose"),
    path("deliveries/<int:pk>/", notes.note, name="note"),
    path("acceptances/<int:pk>/", notes.sheet, name="sheet"),
    path("parts/<int:pk>/allot/", giving.from_part, name="give"),
    path("parts/<int:pk>/cut/", giving.back_up, name="cut"),
    path("<int:pk>/arrival/", making.arrival, name="arrival"),
    path("<int:pk>/count/", making.count, name="count"),
    path("<int:pk>/labels/", views.labels, name="labels"),
    path("<int:pk>/tickets/", making.make, name="make"),
]

urlpatterns = [
    path("", include((screens, "orders"))),
    path("", views.OrderList.as_view(), name="orders"),  # the menu's names of these pages
    path("add/", making.add, name="order-add"),
    path("tickets/", tickets.TicketList.as_view(), name="tickets"),
    path("tickets/<int:number>/", tickets.record, name="ticket"),
    path("products/", products.ProductList.as_view(), name="products"),
    path("products/<int:pk>/", products.record, name="product"),
    path("<int:pk>/", views.record, name="order"),
]
