"""Addresses of this package."""

from django.urls import path

from yimen.domains.catalogue.reports.views import editors, public

app_name = "reports"
urlpatterns = [
    path("reports/", public.reports, name="reports"),
    path("reports/burden/", public.burden, name="burden"),
    path("reports/burden.csv", public.burden_file, name="burden-file"),
    path("reports/freshness/", public.freshness, name="freshness"),
    path("reports/freshness.csv", public.freshness_file, name="freshness-file"),
    path("desk/catalogue/lacks/", editors.lacks, name="lacks"),
    path("desk/catalogue/lacks.csv", editors.lacks_file, name="lacks-file"),
    path("desk/catalogue/downloads/", editors.downloads, name="downloads"),
    path("desk/catalogue/downloads.csv", editors.downloads_file, name="downloads-file"),
]
