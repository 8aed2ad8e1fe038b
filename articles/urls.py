from django.urls import path, register_converter

from articles import feeds, sitemaps, views
from articles.converters import MonthConverter, YearConverter
from articles.live import views as live

register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")

app_name = "articles"

urlpatterns = [
    path("", views.home, name="home"),
    path("feed/", feeds.site_feed, {"format": "rss"}, name="feed"),
    path("feed/atom/", feeds.site_feed, {"format": "atom"}, name="feed_atom"),
    path("section/<slug:slug>/", views.section, name="section"),
    path("section/<slug:slug>/feed/", feeds.section_feed, {"format": "rss"}, name="section_feed"),
    path("section/<slug:slug>/feed/atom/", feeds.section_feed, {"format": "atom"}, name="section_feed_atom"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("author/<slug:slug>/feed/", feeds.author_feed, {"format": "rss"}, name="author_feed"),
    path("author/<slug:slug>/feed/atom/", feeds.author_feed, {"format": "atom"}, name="author_feed_atom"),
    path("tag/<slug:slug>/", views.tag, name="tag"),
    path("tag/<slug:slug>/feed/", feeds.tag_feed, {"format": "rss"}, name="tag_feed"),
    path("tag/<slug:slug>/feed/atom/", feeds.tag_feed, {"format": "atom"}, name="tag_feed_atom"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap_file, name="sitemap_file"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("<year:year>/", views.year_archive, name="year"),
    path("<year:year>/<month:month>/", views.month_archive, name="month"),
    path("<year:year>/<month:month>/<slug:slug>/", views.article, name="article"),
    path("<year:year>/<month:month>/<slug:slug>/live.json", live.live_news, name="live_news"),
    path("<year:year>/<month:month>/<slug:slug>/live/feed/", live.live_feed, {"format": "rss"}, name="live_feed"),
    path(
        "<year:year>/<month:month>/<slug:slug>/live/feed/atom/",
        live.live_feed,
        {"format": "atom"},
        name="live_feed_atom",
    ),
]
