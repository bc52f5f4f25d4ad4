from django.apps import AppConfig


class WebOrdersConfig(AppConfig):
    name = "menkou.web.orders"
    label = "web_orders"
    verbose_name = "订单"
