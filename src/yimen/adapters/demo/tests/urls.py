"""The product's addresses and those of a demo, for the tests."""

from django.urls import include, path

urlpatterns = [path("", include("yimen.adapters.demo.urls")), path("", include("yimen.config.urls"))]
