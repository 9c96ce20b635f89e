from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "yimen.domains.standards"
    label = "standards"
