from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "yimen.domains.catalogue"
    label = "catalogue"
