from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "yimen.domains.supervision"
    label = "supervision"
