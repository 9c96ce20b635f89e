from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "yimen.ground.outbox"
    label = "outbox"
