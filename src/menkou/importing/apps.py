from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "menkou.importing"
    default_auto_field = "django.db.models.BigAutoField"
