"""Addresses of this package."""

from django.urls import path

from yimen.ground.messages import views

app_name = "messages"
urlpatterns = [
    path("me/inbox/", views.inbox, name="inbox"),
    path("me/inbox/<int:notice>/open/", views.open_notice, name="open"),
    path("desk/inbox/", views.desk_inbox, name="desk-inbox"),
    path("desk/inbox/<int:notice>/open/", views.desk_open, name="desk-open"),
]
