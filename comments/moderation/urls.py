from django.urls import path

from comments.moderation import (
    around_views,
    company_views,
    deciding_views,
    evidence_views,
    matching_views,
    saved_filter_views,
    screening_views,
    undo_views,
    views,
)

urlpatterns = [
    path("", views.desk, name="desk"),
    path("new/", views.new_comments, name="new_comments"),
    path("decide/", deciding_views.decide_on_comments, name="decide"),
    path("decide-all/", matching_views.decide_on_list, name="decide_on_list"),
    path("undo/", undo_views.undo, name="undo"),
    path("presence/", company_views.presence, name="presence"),
    path("claim/", company_views.claim, name="claim"),
    path("claim/back/", company_views.give_back_claims, name="give_back_claims"),
    path("filters/", saved_filter_views.save_filter, name="save_filter"),
    path("filters/<int:filter_id>/remove/", saved_filter_views.remove_filter, name="remove_filter"),
    path("check-again/", evidence_views.check_comments_again, name="check_again"),
    path("check-again/cancel/", evidence_views.cancel_check_again, name="cancel_check_again"),
    path("comments/<int:comment_id>/", evidence_views.evidence, name="evidence"),
    path("comments/<int:comment_id>/thread/", around_views.thread_around, name="thread_around"),
    path("comments/<int:comment_id>/author/", around_views.author_history, name="author_history"),
    path("comments/<int:comment_id>/note/", around_views.add_note, name="add_note"),
    path("notes/<int:note_id>/remove/", around_views.remove_note, name="remove_note"),
    path("screening/", screening_views.screening, name="screening"),
    path("screening/comments/", screening_views.screening_comments, name="screening_comments"),
    path("screening/figures.csv", screening_views.screening_csv, name="screening_csv"),
]
