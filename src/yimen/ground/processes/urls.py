from django.urls import path

from yimen.ground.processes import views

app_name = "processes"
urlpatterns = [
    path("desk/processes/stopped/", views.stopped, name="stopped"),
    path("desk/processes/undelivered/<int:row>/", views.again, name="again"),
    path("desk/processes/<int:process>/", views.instance, name="instance"),
    path("desk/processes/<int:process>/repair/", views.repair, name="repair"),
    path("desk/processes/<int:process>/resume/", views.resume, name="resume"),
]
