from django.urls import path, re_path, register_converter

from articles import feeds, sitemaps, views
from articles.addresses import views as addresses
from articles.converters import DayConverter, MonthConverter, YearConverter
from articles.corrections import views as corrections
from articles.live import views as live
from articles.previews.views import preview_link
from articles.workflow.mail_switch import switch_notices_off

register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")
register_converter(DayConverter, "day")

app_name = "articles"

# A category of WordPress; one below others has their names before its own.
CATEGORY = "(?:[^/]+/)*(?P<slug>[-a-zA-Z0-9_]+)"

urlpatterns = [
    path("", views.home, name="home"),
    path("feed/", feeds.site_feed, {"format": "rss"}, name="feed"),
    path("feed/atom/", feeds.site_feed, {"format": "atom"}, name="feed_atom"),
    path("section/<slug:slug>/", views.section, name="section"),
    path("section/<slug:slug>/feed/", feeds.section_feed, {"format": "rss"}, name="section_feed"),
    path("section/<slug:slug>/feed/atom/", feeds.section_feed, {"format": "atom"}, name="section_feed_atom"),
    path("series/<slug:slug>/", views.series, name="series"),
    path("series/<slug:slug>/feed/", feeds.series_feed, {"format": "rss"}, name="series_feed"),
    path("series/<slug:slug>/feed/atom/", feeds.series_feed, {"format": "atom"}, name="series_feed_atom"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("author/<slug:slug>/feed/", feeds.author_feed, {"format": "rss"}, name="author_feed"),
    path("author/<slug:slug>/feed/atom/", feeds.author_feed, {"format": "atom"}, name="author_feed_atom"),
    path("tag/<slug:slug>/", views.tag, name="tag"),
    path("tag/<slug:slug>/feed/", feeds.tag_feed, {"format": "rss"}, name="tag_feed"),
    path("tag/<slug:slug>/feed/atom/", feeds.tag_feed, {"format": "atom"}, name="tag_feed_atom"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/feed/", corrections.corrections_feed, {"format": "rss"}, name="corrections_feed"),
    path("corrections/feed/atom/", corrections.corrections_feed, {"format": "atom"}, name="corrections_feed_atom"),
    path("preview/<slug:token>/", preview_link, name="preview_link"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap_file, name="sitemap_file"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("notices/off/<str:key>/", switch_notices_off, name="switch_notices_off"),
    path("<year:year>/", views.year_archive, name="year"),
    path("<year:year>/<month:month>/", views.month_archive, name="month"),
    path("<year:year>/<month:month>/<slug:slug>/", views.article, name="article"),
    re_path(r"^feed/(?P<kind>rss2?|rdf)/$", addresses.wordpress_feed, name="wordpress_feed"),
    re_path(rf"^category/{CATEGORY}/feed/$", addresses.wordpress_category_feed, name="wordpress_category_feed"),
    re_path(rf"^category/{CATEGORY}/$", addresses.wordpress_category, name="wordpress_category"),
    path("<year:year>/<month:month>/<day:day>/<slug:slug>/", addresses.wordpress_day, name="wordpress_day"),
    path("<year:year>/<month:month>/<slug:slug>/live.json", live.live_news, name="live_news"),
    path("<year:year>/<month:month>/<slug:slug>/live/feed/", live.live_feed, {"format": "rss"}, name="live_feed"),
    path(
        "<year:year>/<month:month>/<slug:slug>/live/feed/atom/",
        live.live_feed,
        {"format": "atom"},
        name="live_feed_atom",
    ),
]
