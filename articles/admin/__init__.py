"""The journalists' desk: Django's own admin, with what a newsroom needs on top."""

from articles.admin.authors import AuthorAdmin
from articles.admin.banners import BannerAdmin
from articles.admin.checks import ChecksAdmin
from articles.admin.corrections import CorrectionAdmin
from articles.admin.front import FrontAdmin
from articles.admin.house_words import HouseWordAdmin
from articles.admin.pictures import PictureAdmin
from articles.admin.series import SeriesAdmin
from articles.admin.site_pages import SitePageAdmin
from articles.admin.stories import ArticleAdmin
from articles.admin.story_templates import StoryTemplateAdmin
from articles.admin.tags import TagAdmin
from articles.admin.taxonomy import SectionAdmin

__all__ = [
    "ArticleAdmin",
    "AuthorAdmin",
    "BannerAdmin",
    "ChecksAdmin",
    "CorrectionAdmin",
    "FrontAdmin",
    "HouseWordAdmin",
    "PictureAdmin",
    "SectionAdmin",
    "SeriesAdmin",
    "SitePageAdmin",
    "StoryTemplateAdmin",
    "TagAdmin",
]
