"""Addresses that exist in a demo only."""

from django.urls import path

from yimen.adapters.demo import phone

app_name = "demo"
urlpatterns = [path("demo/phone/", phone.phone, name="phone")]
