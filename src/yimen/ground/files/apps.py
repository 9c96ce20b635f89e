from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "yimen.ground.files"
    label = "files"
