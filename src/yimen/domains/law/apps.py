from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "yimen.domains.law"
    label = "law"
