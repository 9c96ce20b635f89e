from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "yimen.ground.audit"
    label = "audit"
