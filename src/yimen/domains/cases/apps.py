from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yimen.domains.cases"
    label = "cases"
