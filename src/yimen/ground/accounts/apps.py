from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yimen.ground.accounts"
    label = "accounts"
