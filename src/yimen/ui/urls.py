from django.urls import path

from yimen.ui import views

app_name = "ui"
urlpatterns = [
    path("prefs/", views.prefs, name="prefs"),
    path("design/", views.design, name="design"),
]
