"""What the pages that list stories are: the site and its house, an author, a section, a subject, a series."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from articles.models import Author, AuthorLink, Section, Series, Tag
from articles.structured_data.parts import CONTEXT, Data, breadcrumb, filled, full, image, person, publisher


def web_site() -> list[Data]:
    """Return the site with its search, and the house behind it."""
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": full(reverse("articles:search") + "?q={search_term_string}")},
        "query-input": "required name=search_term_string",
    }
    site = {
        **CONTEXT,
        "@type": "WebSite",
        "@id": full("/#site"),
        "name": settings.SITE_NAME,
        "url": full(reverse("articles:home")),
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": {"@id": full("/#publisher")},
        "potentialAction": search,
    }
    return [site, {**CONTEXT, **publisher()}]


def profile_page(author: Author, links: Iterable[AuthorLink]) -> list[Data]:
    about = {
        "jobTitle": author.role,
        "description": author.biography,
        "image": image(author.portrait, "1x1") if author.portrait else None,
        "sameAs": [link.url for link in links],
    }
    page = {
        **CONTEXT,
        "@type": "ProfilePage",
        "url": full(author.get_absolute_url()),
        "inLanguage": settings.LANGUAGE_CODE,
        "mainEntity": filled(person(author) | about),
    }
    return [page, breadcrumb([(author.name, author.get_absolute_url())])]


def collection_page(subject: Section | Tag | Series) -> list[Data]:
    path = subject.get_absolute_url()
    page = {
        **CONTEXT,
        "@type": "CollectionPage",
        "name": subject.name,
        "description": getattr(subject, "description", ""),
        "url": full(path),
        "inLanguage": settings.LANGUAGE_CODE,
        "isPartOf": {"@id": full("/#site")},
    }
    return [filled(page), breadcrumb([(subject.name, path)])]
