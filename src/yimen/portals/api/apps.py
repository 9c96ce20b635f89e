from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "yimen.portals.api"
    label = "api"
