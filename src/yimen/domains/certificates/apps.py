from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "yimen.domains.certificates"
    label = "certificates"
