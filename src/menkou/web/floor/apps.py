from django.apps import AppConfig


class WebFloorConfig(AppConfig):
    name = "menkou.web.floor"
    label = "web_floor"
    verbose_name = "考勤"
