from django.apps import AppConfig


class CitizenConfig(AppConfig):
    name = "yimen.portals.citizen"
    label = "citizen"
