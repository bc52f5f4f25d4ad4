from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "menkou.settlement"
    label = "settlement"
    verbose_name = "工资"
