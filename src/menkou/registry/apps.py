from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "menkou.registry"
    label = "registry"
    verbose_name = "登记"
