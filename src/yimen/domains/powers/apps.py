from django.apps import AppConfig


class PowersConfig(AppConfig):
    name = "yimen.domains.powers"
    label = "powers"
