"""Addresses of this package."""

from django.urls import path

from yimen.domains.directory.views import codes, desk, findings, item, merge, reform

app_name = "directory"
urlpatterns = [
    path("items/<int:id>/", item.item, name="item"),
    path("desk/directory/", desk.overview, name="overview"),
    path("desk/directory/reform/", reform.reform, name="reform"),
    path("desk/directory/merge/", merge.merge, name="merge"),
    path("desk/directory/findings/", findings.findings, name="findings"),
    path("desk/directory/without-cases/", findings.without_cases, name="without-cases"),
    path("desk/directory/items/", desk.entries, name="entries"),
    path("desk/directory/items/<int:id>/", desk.entry, name="entry"),
    path("desk/directory/items/<int:id>/others/", desk.compare, name="compare"),
    path("desk/directory/items/<int:id>/looked/", desk.looked, name="looked"),
    path("desk/directory/items/<int:id>/split/", codes.split, name="split"),
    path("desk/directory/items/<int:id>/recode/", codes.recode, name="recode"),
]
