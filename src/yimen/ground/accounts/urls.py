from django.urls import path

from yimen.ground.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.code, name="code"),
    path("sign-in/staff/", views.staff, name="staff"),
    path("sign-in/demo/", views.demo, name="demo"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("stay/", views.stay, name="stay"),
    path("me/identity/", views.confirm_identity, name="confirm-identity"),
]
