from django.urls import path

from yimen.domains.certificates import views

app_name = "certificates"
urlpatterns = [
    path("verify/", views.form, name="verify-form"),
    path("verify/<str:code>/", views.verify, name="verify"),
]
