"""Addresses of this package."""

from django.urls import path

from yimen.domains.supervision.views import bodies, findings, rules

app_name = "supervision"
urlpatterns = [
    path("desk/supervision/", findings.findings, name="findings"),
    path("desk/supervision/bodies/", bodies.bodies, name="bodies"),
    path("desk/supervision/bodies/<str:code>/", bodies.body, name="body"),
    path("desk/supervision/rules/", rules.rules, name="rules"),
    path("desk/supervision/<str:number>/", findings.finding, name="finding"),
]
