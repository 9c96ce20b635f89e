from django.urls import path

from yimen.domains.cases.views import fill

app_name = "cases"
urlpatterns = [
    path("apply/<str:number>/", fill.hub, name="hub"),
    path("apply/<str:number>/check/", fill.check, name="check"),
    path("apply/<str:number>/<slug:section>/", fill.section, name="section"),
]
