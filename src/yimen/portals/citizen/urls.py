from django.urls import path

from yimen.portals.citizen.views import acts, browse, case, find, guide, home, kept, mine, search

app_name = "citizen"
urlpatterns = [
    path("", home.home, name="home"),
    path("s/", search.find, name="search"),
    path("wish/", search.wish, name="wish"),
    path("browse/", browse.overview, name="browse"),
    path("browse/life/<slug:event>/", browse.life, name="browse-life"),
    path("browse/department/<str:name>/", browse.department, name="browse-department"),
    path("browse/region/<str:name>/", browse.region, name="browse-region"),
    path("browse/letter/<str:letter>/", browse.letter, name="browse-letter"),
    path("s/<slug:slug>/", find.service, name="service"),
    path("s/<slug:slug>/guide/", guide.guide, name="guide"),
    path("s/<slug:slug>/begin/", find.begin, name="begin"),
    path("s/<slug:slug>/start/", find.start, name="start"),
    path("s/<slug:slug>/materials/<str:name>", find.blank, name="blank"),
    path("me/cases/", mine.my_cases, name="my-cases"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/answers/", case.answers, name="answers"),
    path("cases/<str:number>/materials/", kept.materials, name="materials"),
    path("cases/<str:number>/materials/<int:row>/", kept.material, name="material"),
    path("cases/<str:number>/clock/", case.clock, name="clock"),
    path("cases/<str:number>/papers/<slug:kind>/", case.paper, name="paper"),
    path("cases/<str:number>/papers/<slug:kind>/<int:document>/", case.paper_nth, name="paper-nth"),
    path("cases/<str:number>/withdraw/", acts.withdraw, name="withdraw"),
    path("cases/<str:number>/urge/", acts.urge, name="urge"),
    path("cases/<str:number>/again/", acts.again, name="again"),
    path("me/certs/", mine.my_certificates, name="my-certificates"),
    path("me/certs/<str:code>/", mine.certificate, name="certificate"),
    path("me/certs/<str:code>/file/", mine.certificate_file, name="certificate-file"),
]
