from django.urls import path

from comments.moderation import (
    evidence_views,
    feed_views,
    history_views,
    my_desk_views,
    screening_views,
    start_views,
    statistics_views,
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
    path("screening/", screening_views.screening, name="screening"),
    path("screening/comments/", screening_views.screening_comments, name="screening_comments"),
    path("screening/figures.csv", screening_views.screening_csv, name="screening_csv"),
    path("start/", start_views.start, name="start"),
    path("statistics/", statistics_views.statistics, name="statistics"),
    path("statistics/decisions.csv", statistics_views.statistics_csv, name="statistics_csv"),
    path("history/", history_views.history, name="history"),
    path("history/history.csv", history_views.history_csv, name="history_csv"),
    path("my-desk/", my_desk_views.my_desk, name="my_desk"),
    path("my-desk/save/", my_desk_views.save_my_desk, name="save_my_desk"),
    path("my-desk/feed/", my_desk_views.replace_feed, name="replace_feed"),
    path("digest/<str:key>/", my_desk_views.leave_digest, name="leave_digest"),
    path("feed/<str:token>/", feed_views.queue_feed, name="queue_feed"),
]
