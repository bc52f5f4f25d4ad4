from django.apps import AppConfig


class WebHomeConfig(AppConfig):
    name = "menkou.web.home"
    label = "web_home"
    verbose_name = "今天"
