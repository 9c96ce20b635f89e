"""Addresses of this package."""

from django.urls import path

from yimen.domains.law.views import alarms, library

app_name = "law"
urlpatterns = [
    path("law/", library.index, name="index"),
    path("law/<slug:document>/", library.document, name="document"),
    path("law/<slug:document>/v<int:version>/", library.document, name="document-version"),
    path("law/<slug:document>/v<int:version>/<str:article>/", library.article, name="article-version"),
    path("law/<slug:document>/<str:article>/", library.article, name="article"),
    path("desk/law/", alarms.alarms, name="alarms"),
    path("desk/law/<int:alarm>/", alarms.alarm, name="alarm"),
]
