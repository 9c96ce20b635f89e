from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "yimen.domains.catalogue.reports"
    label = "reports"
