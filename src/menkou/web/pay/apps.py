from django.apps import AppConfig


class WebPayConfig(AppConfig):
    name = "menkou.web.pay"
    label = "web_pay"
    verbose_name = "工资"
