from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "yimen.domains.evaluation"
    label = "evaluation"
