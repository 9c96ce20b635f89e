"""Addresses of this package."""

from django.urls import path

from yimen.domains.powers.views import desk, public

app_name = "powers"
urlpatterns = [
    path("powers/", public.index, name="index"),
    path("powers/powers.csv", public.table, name="table"),
    path("powers/<str:body>/", public.body, name="body"),
    path("powers/<str:body>/<slug:key>/", public.power, name="power"),
    path("powers/<str:body>/<slug:key>/v<int:version>/", public.power, name="power-version"),
    path("desk/powers/", desk.gaps, name="gaps"),
]
