from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "yimen.ground.processes"
    label = "processes"
