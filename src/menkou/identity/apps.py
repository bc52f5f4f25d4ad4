from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "menkou.identity"
    label = "identity"
    verbose_name = "身份"
