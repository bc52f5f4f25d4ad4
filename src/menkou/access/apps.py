from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "menkou.access"
    label = "access"
    verbose_name = "权限"
