from django.apps import AppConfig


class WebMeConfig(AppConfig):
    name = "menkou.web.me"
    label = "web_me"
    verbose_name = "我的"
