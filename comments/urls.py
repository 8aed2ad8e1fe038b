from django.urls import include, path

import articles.urls  # noqa: F401  # it registers the year and the month of a story's address
from articles.feed_formats import feed_paths
from comments import feeds, views
from comments.confirming import views as confirming
from comments.following import views as following
from comments.following.leaving import leave, leave_all
from comments.posting import views as posting
from comments.receipts import views as receipts
from comments.reports import views as reports

app_name = "comments"

STORY = "<year:year>/<month:month>/<slug:slug>/"

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    *feed_paths("comments/feed/", feeds.all_comments, "feed"),
    *feed_paths("comments/feed/featured/", feeds.featured_comments, "featured_feed"),
    *feed_paths(f"{STORY}feed/", feeds.comments_of_story, "story_feed"),
    path(f"{STORY}comments.json", views.comment_news, name="comment_news"),
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
    path("comments/receipt/<int:comment_id>/<str:key>/follow/", receipts.follow_answers, name="follow_answers"),
    path("comments/follow/<int:article_id>/", following.ask_to_follow, name="ask_to_follow"),
    path("comments/follow/<int:article_id>/asked/", following.asked_to_follow, name="asked_to_follow"),
    path("comments/following/<str:key>/", following.following, name="following"),
    path("comments/following/<str:key>/confirm/", following.confirm_following, name="confirm_following"),
    path("comments/leave/<str:key>/", leave, name="leave"),
    path("comments/leave/<str:key>/all/", leave_all, name="leave_all"),
    path("moderation/", include("comments.moderation.urls")),
    path("moderation/rules/", include("comments.rules.urls")),
]
