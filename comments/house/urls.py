from django.urls import path

from comments.house import views

urlpatterns = [
    path("", views.house, name="house"),
    path("change/", views.change_house, name="change_house"),
]
