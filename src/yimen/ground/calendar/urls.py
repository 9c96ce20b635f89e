from django.urls import path

from yimen.ground.calendar import daily_page, views

app_name = "calendar"
urlpatterns = [
    path("desk/calendar/", views.year, name="year"),
    path("desk/daily/", daily_page.daily, name="daily"),
]
