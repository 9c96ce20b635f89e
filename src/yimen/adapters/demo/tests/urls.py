"""The demo's pages beside all others; a demo has them, whatever the mode of the tests is."""

from django.urls import include, path

from yimen.config.urls import urlpatterns as every_address

urlpatterns = [path("", include("yimen.adapters.demo.urls")), *every_address]
