from django.urls import path

from yimen.ground.search import views

app_name = "search"
urlpatterns = [path("desk/wishes/", views.wishes, name="wishes")]
