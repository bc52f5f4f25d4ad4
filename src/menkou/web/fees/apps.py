from django.apps import AppConfig


class WebFeesConfig(AppConfig):
    name = "menkou.web.fees"
    label = "web_fees"
    verbose_name = "加工费"
