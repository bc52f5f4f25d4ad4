from django.apps import AppConfig


class WebPeopleConfig(AppConfig):
    name = "menkou.web.people"
    label = "web_people"
    verbose_name = "人员"
