from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "menkou.figures"
    label = "figures"
    verbose_name = "指标"
