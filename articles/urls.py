from django.urls import path, re_path, register_converter

from articles import feeds, views
from articles.addresses import views as addresses
from articles.converters import DayConverter, MonthConverter, YearConverter
from articles.corrections import views as corrections
from articles.crawlers.views import mining_reservation, robots
from articles.feed_formats import feed_paths
from articles.identity.views import web_manifest
from articles.live import views as live
from articles.oembed.views import oembed
from articles.previews.views import preview_link
from articles.search.views import search
from articles.site_pages.views import site_page
from articles.sitemaps import views as sitemaps
from articles.workflow.mail_switch import switch_notices_off

register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")
register_converter(DayConverter, "day")

app_name = "articles"

# A category of WordPress; one below others has their names before its own.
CATEGORY = "(?:[^/]+/)*(?P<slug>[-a-zA-Z0-9_]+)"

urlpatterns = [
    path("", views.home, name="home"),
    *feed_paths("feed/", feeds.site_feed, "feed"),
    path("section/<slug:slug>/", views.section, name="section"),
    *feed_paths("section/<slug:slug>/feed/", feeds.section_feed, "section_feed"),
    path("series/<slug:slug>/", views.series, name="series"),
    *feed_paths("series/<slug:slug>/feed/", feeds.series_feed, "series_feed"),
    path("author/<slug:slug>/", views.author, name="author"),
    *feed_paths("author/<slug:slug>/feed/", feeds.author_feed, "author_feed"),
    path("tag/<slug:slug>/", views.tag, name="tag"),
    *feed_paths("tag/<slug:slug>/feed/", feeds.tag_feed, "tag_feed"),
    path("corrections/", corrections.corrections, name="corrections"),
    *feed_paths("corrections/feed/", corrections.corrections_feed, "corrections_feed"),
    path("search/", search, name="search"),
    path("preview/<slug:token>/", preview_link, name="preview_link"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap_file, name="sitemap_file"),
    path("news-sitemap.xml", sitemaps.news_sitemap, name="news_sitemap"),
    path("news-sitemap-<int:number>.xml", sitemaps.news_sitemap_file, name="news_sitemap_file"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/tdmrep.json", mining_reservation, name="mining_reservation"),
    path("oembed/", oembed, name="oembed"),
    path("site.webmanifest", web_manifest, name="web_manifest"),
    path("notices/off/<str:key>/", switch_notices_off, name="switch_notices_off"),
    path("<year:year>/", views.year_archive, name="year"),
    path("<year:year>/<month:month>/", views.month_archive, name="month"),
    path("<year:year>/<month:month>/<slug:slug>/", views.article, name="article"),
    re_path(r"^feed/(?P<kind>rss2?|rdf)/$", addresses.wordpress_feed, name="wordpress_feed"),
    re_path(rf"^category/{CATEGORY}/feed/$", addresses.wordpress_category_feed, name="wordpress_category_feed"),
    re_path(rf"^category/{CATEGORY}/$", addresses.wordpress_category, name="wordpress_category"),
    path("<year:year>/<month:month>/<day:day>/<slug:slug>/", addresses.wordpress_day, name="wordpress_day"),
    path("<year:year>/<month:month>/<slug:slug>/live.json", live.live_news, name="live_news"),
    *feed_paths("<year:year>/<month:month>/<slug:slug>/live/feed/", live.live_feed, "live_feed"),
    path("<slug:slug>/", site_page, name="site_page"),
]
