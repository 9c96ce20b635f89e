from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yimen.portals.desk"
    label = "desk"
