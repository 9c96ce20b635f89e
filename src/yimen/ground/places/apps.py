from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "yimen.ground.places"
    label = "places"
