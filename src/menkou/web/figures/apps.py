from django.apps import AppConfig


class WebFiguresConfig(AppConfig):
    name = "menkou.web.figures"
    label = "web_figures"
    verbose_name = "指标"
