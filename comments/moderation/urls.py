from django.urls import path

from comments.moderation import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("decide/", views.decide_on_comments, name="decide"),
]
