from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "yimen.ui"
    label = "ui"
