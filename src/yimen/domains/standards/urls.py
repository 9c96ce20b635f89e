"""Addresses of this package."""

from django.urls import path

from yimen.domains.standards.views import shelf

app_name = "standards"
urlpatterns = [
    path("standards/", shelf.standards, name="standards"),
    path("standards/<slug:slug>/", shelf.standard, name="standard"),
    path("standards/<slug:slug>/<int:number>/", shelf.version, name="version"),
    path("standards/<slug:slug>/<int:number>/<str:table>.csv", shelf.table, name="table"),
]
