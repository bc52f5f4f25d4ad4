from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "menkou.ledger"
    label = "ledger"
    verbose_name = "账"
