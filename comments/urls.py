from django.urls import include, path

from comments import views
from comments.posting import views as posting
from comments.receipts import views as receipts
from comments.reports import views as reports

app_name = "comments"

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("comments/post/<int:article_id>/", posting.post_comment, name="post_comment"),
    path("comments/<int:comment_id>/", views.comment, name="comment"),
    path("comments/<int:comment_id>/reply/", posting.reply, name="reply"),
    path("comments/<int:comment_id>/report/", reports.report, name="report"),
    path("comments/<int:comment_id>/report/send/", reports.send_report, name="send_report"),
    path("comments/<int:comment_id>/report/sent/", reports.report_sent, name="report_sent"),
    path("comments/receipt/<int:comment_id>/<str:key>/", receipts.receipt, name="receipt"),
    path("comments/receipt/<int:comment_id>/<str:key>/withdraw/", receipts.withdraw, name="withdraw"),
    path("moderation/", include("comments.moderation.urls")),
    path("moderation/rules/", include("comments.rules.urls")),
]
