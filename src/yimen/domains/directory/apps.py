from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "yimen.domains.directory"
    label = "directory"
