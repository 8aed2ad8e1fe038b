from django.urls import include, path

from comments.moderation import (
    answer_views,
    evidence_views,
    feature_views,
    screening_views,
    shortening_views,
    undo_views,
    views,
)

urlpatterns = [
    path("", views.desk, name="desk"),
    path("new/", views.new_comments, name="new_comments"),
    path("undo/", undo_views.undo, name="undo"),
    path("decide/", views.decide_on_comments, name="decide"),
    path("check-again/", evidence_views.check_comments_again, name="check_again"),
    path("check-again/cancel/", evidence_views.cancel_check_again, name="cancel_check_again"),
    path("comments/<int:comment_id>/", evidence_views.evidence, name="evidence"),
    path("comments/<int:comment_id>/answer/", answer_views.newsroom_answer, name="newsroom_answer"),
    path("comments/<int:comment_id>/answer/send/", answer_views.answer_as_newsroom, name="answer_as_newsroom"),
    path("comments/<int:comment_id>/feature/", feature_views.feature_comment, name="feature_comment"),
    path("comments/<int:comment_id>/shorten/", shortening_views.shorten_comment, name="shorten_comment"),
    path(
        "comments/<int:comment_id>/shorten/<int:shortening_id>/back/",
        shortening_views.put_passage_back,
        name="put_passage_back",
    ),
    path("discussion/", include("comments.discussion.urls")),
    path("screening/", screening_views.screening, name="screening"),
    path("screening/comments/", screening_views.screening_comments, name="screening_comments"),
    path("screening/figures.csv", screening_views.screening_csv, name="screening_csv"),
]
