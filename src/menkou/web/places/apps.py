from django.apps import AppConfig


class WebPlacesConfig(AppConfig):
    name = "menkou.web.places"
    label = "web_places"
    verbose_name = "车间和单位"
