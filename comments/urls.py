from django.urls import include, path

import articles.urls  # noqa: F401  # it registers the year and the month of a story's address
from comments import feeds, views
from comments.confirming import views as confirming
from comments.posting import views as posting
from comments.receipts import views as receipts
from comments.reports import views as reports

app_name = "comments"

STORY = "<year:year>/<month:month>/<slug:slug>/"

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("comments/feed/", feeds.all_comments, {"format": "rss"}, name="feed"),
    path("comments/feed/atom/", feeds.all_comments, {"format": "atom"}, name="feed_atom"),
    path("comments/feed/featured/", feeds.featured_comments, {"format": "rss"}, name="featured_feed"),
    path("comments/feed/featured/atom/", feeds.featured_comments, {"format": "atom"}, name="featured_feed_atom"),
    path(f"{STORY}feed/", feeds.comments_of_story, {"format": "rss"}, name="story_feed"),
    path(f"{STORY}feed/atom/", feeds.comments_of_story, {"format": "atom"}, name="story_feed_atom"),
    path("comments/post/<int:article_id>/", posting.post_comment, name="post_comment"),
    path("comments/<int:comment_id>/", views.comment, name="comment"),
    path("comments/<int:comment_id>/reply/", posting.reply, name="reply"),
    path("comments/<int:comment_id>/report/", reports.report, name="report"),
    path("comments/<int:comment_id>/report/send/", reports.send_report, name="send_report"),
    path("comments/<int:comment_id>/report/sent/", reports.report_sent, name="report_sent"),
    path("comments/receipt/<int:comment_id>/<str:key>/", receipts.receipt, name="receipt"),
    path("comments/receipt/<int:comment_id>/<str:key>/withdraw/", receipts.withdraw, name="withdraw"),
    path("comments/receipt/<int:comment_id>/<str:key>/confirm/", receipts.ask_to_confirm, name="ask_to_confirm"),
    path("comments/address/<str:key>/", confirming.address, name="address"),
    path("comments/address/<str:key>/confirm/", confirming.confirm_address, name="confirm_address"),
    path("moderation/", include("comments.moderation.urls")),
    path("moderation/rules/", include("comments.rules.urls")),
]
