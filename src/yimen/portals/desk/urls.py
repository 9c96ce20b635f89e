from django.urls import path

from yimen.portals.desk import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.worklist, name="worklist"),
    path("desk/cases/<str:number>/", views.review, name="review"),
    path("desk/cases/<str:number>/again/", views.again, name="again"),
    path("desk/cases/<str:number>/revoke/", views.revoke_certificate, name="revoke"),
    path("desk/cases/<str:number>/papers/<slug:kind>/", views.paper, name="paper"),
]
