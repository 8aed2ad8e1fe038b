from django.urls import path

from comments.personal_data import views

urlpatterns = [
    path("", views.personal_data, name="personal_data"),
    path("show/", views.show_personal_data, name="show_personal_data"),
]
