from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "yimen.config"
    label = "config"

    def ready(self) -> None:
        from yimen.config.threads import keep_connections_by_thread
        from yimen.config.wiring import wire

        keep_connections_by_thread()
        wire()
