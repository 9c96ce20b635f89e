from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "yimen.ground.search"
    label = "search"
