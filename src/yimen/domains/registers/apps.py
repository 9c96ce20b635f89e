from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "yimen.domains.registers"
    label = "registers"
