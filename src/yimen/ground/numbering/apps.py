from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "yimen.ground.numbering"
    label = "numbering"
