from django.apps import AppConfig


class WebImportsConfig(AppConfig):
    name = "menkou.web.imports"
    label = "web_imports"
    verbose_name = "导入"
