from django.apps import AppConfig


class WebCounterConfig(AppConfig):
    name = "menkou.web.counter"
    label = "web_counter"
    verbose_name = "柜台"
