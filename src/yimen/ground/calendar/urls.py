from django.urls import path

from yimen.ground.calendar import views

app_name = "calendar"
urlpatterns = [path("desk/calendar/", views.year, name="year")]
