from django.apps import AppConfig


class CommandsConfig(AppConfig):
    name = "menkou.commands"
    label = "commands"
    verbose_name = "命令"
