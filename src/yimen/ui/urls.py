from django.urls import path

from yimen.ui import views

app_name = "ui"
urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("offline/", views.offline, name="offline"),
    path("prefs/", views.prefs, name="prefs"),
    path("design/", views.design, name="design"),
]
