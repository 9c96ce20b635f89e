from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "yimen.ground.messages"
    label = "messages"
