from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "menkou.facts"
    label = "facts"
    verbose_name = "事实"
