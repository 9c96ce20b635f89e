from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "yimen.domains.benefits"
    label = "benefits"
