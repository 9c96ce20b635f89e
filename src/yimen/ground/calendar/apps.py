from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "yimen.ground.calendar"
    label = "calendar"
