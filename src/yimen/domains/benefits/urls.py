from django.urls import path

from yimen.domains.benefits.views import alive, entitlement, lists, mine, soon

app_name = "benefits"
urlpatterns = [
    path("desk/benefits/", lists.lists, name="lists"),
    path("desk/benefits/draw/", lists.draw, name="draw"),
    path("desk/benefits/alive/", alive.alive, name="alive"),
    path("desk/benefits/alive/<str:number>/", alive.record_one, name="alive-record"),
    path("desk/benefits/soon/", soon.soon, name="soon"),
    path("desk/benefits/of/<str:number>/", entitlement.entitlement, name="entitlement"),
    path("desk/benefits/of/<str:number>/papers/<int:document>/", entitlement.paper, name="paper"),
    path("desk/benefits/<str:month>/", lists.one_list, name="list"),
    path("desk/benefits/<str:month>/confirm/", lists.confirm, name="confirm"),
    path("desk/benefits/<str:month>/send/", lists.send, name="send"),
    path("desk/benefits/<str:month>/file/", lists.file, name="file"),
    path("me/benefits/", mine.mine, name="mine"),
    path("me/benefits/<str:number>/papers/<int:document>/", mine.paper, name="my-paper"),
]
