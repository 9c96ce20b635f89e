from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "yimen.config"
    label = "config"

    def ready(self) -> None:
        from yimen.config.wiring import wire

        wire()
