from django.urls import path

from yimen.portals.citizen.views import find, guide, mine

app_name = "citizen"
urlpatterns = [
    path("", find.home, name="home"),
    path("s/", find.find, name="search"),
    path("s/<slug:slug>/", find.service, name="service"),
    path("s/<slug:slug>/guide/", guide.guide, name="guide"),
    path("s/<slug:slug>/begin/", find.begin, name="begin"),
    path("s/<slug:slug>/start/", find.start, name="start"),
    path("s/<slug:slug>/materials/<str:name>", find.blank, name="blank"),
    path("me/cases/", mine.my_cases, name="my-cases"),
    path("cases/<str:number>/", mine.case, name="case"),
    path("cases/<str:number>/answers/", mine.answers, name="answers"),
    path("cases/<str:number>/papers/<slug:kind>/", mine.paper, name="paper"),
    path("me/certs/", mine.my_certificates, name="my-certificates"),
    path("me/certs/<str:code>/", mine.certificate, name="certificate"),
    path("me/certs/<str:code>/file/", mine.certificate_file, name="certificate-file"),
]
