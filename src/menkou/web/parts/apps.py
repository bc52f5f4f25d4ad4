from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "menkou.web.parts"
    label = "parts"
    verbose_name = "部件"
