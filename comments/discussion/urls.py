from django.urls import path

from comments.discussion import views

urlpatterns = [
    path("", views.discussions, name="discussions"),
    path("site/", views.site_discussion, name="site_discussion"),
    path("section/<slug:slug>/", views.section_discussion, name="section_discussion"),
    path("story/<int:article_id>/", views.story_discussion, name="story_discussion"),
    path("site/change/", views.change_site_discussion, name="change_site_discussion"),
    path("section/<slug:slug>/change/", views.change_section_discussion, name="change_section_discussion"),
    path("story/<int:article_id>/change/", views.change_story_discussion, name="change_story_discussion"),
    path("story/<int:article_id>/incident/", views.act_in_incident, name="act_in_incident"),
]
