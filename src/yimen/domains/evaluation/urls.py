"""Addresses of this package."""

from django.urls import path

from yimen.domains.evaluation.views import desk, rate

app_name = "evaluation"
urlpatterns = [
    path("feedback/<str:number>/", rate.case, name="case"),
    path("feedback/visit/<str:code>/", rate.visit, name="visit"),
    path("desk/feedback/", desk.follow_ups, name="follow-ups"),
    path("desk/feedback/<str:number>/", desk.follow_up, name="follow-up"),
]
