"""A page of the site, as readers see it and as the newsroom previews it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Picture, SitePage
from articles.story_html import picture_numbers
from articles.writing.links import linked_stories
from articles.writing.shown import story_as_shown


def render_site_page(request: HttpRequest, page: SitePage, **context: object) -> HttpResponse:
    pictures = Picture.objects.in_bulk(picture_numbers(page.body))
    context |= {"subject": page, "body": story_as_shown(page.body, pictures, linked_stories([page.body]))}
    return render(request, "articles/site_page.html", context)
