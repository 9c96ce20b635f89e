from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "yimen.ground.documents"
    label = "documents"
