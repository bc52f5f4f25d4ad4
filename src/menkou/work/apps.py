from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "menkou.work"
    label = "work"
    verbose_name = "活"
