from django.apps import AppConfig


class WebOfficeConfig(AppConfig):
    name = "menkou.web.office"
    label = "web_office"
    verbose_name = "办公"
