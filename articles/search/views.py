"""Readers' search. The page is the same for everybody who asks the same."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from articles.models import Section
from articles.search.finding import PAGES_MAX, hits_of
from articles.search.form_html import form_html
from articles.search.forms import KEPT_SECONDS, SearchForm
from articles.search.question import Question
from articles.search.results import results_html
from articles.search.suggestions import suggestions_for

_PAGE = re.compile(r"[1-9][0-9]?")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    question = Question.of(request.GET.get("q", ""))
    form = SearchForm(request.GET)
    sections = list(Section.objects.all())
    context: dict[str, Any] = {"question": question, "form": form, "sections": sections}
    context["search_form"] = form_html(form, question.text, sections)
    if form.is_valid() and question.typed:
        narrowing = form.narrowing()
        hits = hits_of(question, narrowing, _page(request), sections)
        context |= {"narrowing": narrowing, "hits": hits, "results": results_html(hits.stories, question)}
        if not hits.stories:
            context["suggestions"] = suggestions_for(question, narrowing)
    response = render(request, "articles/search.html", context)
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    if not _PAGE.fullmatch(asked) or int(asked) > PAGES_MAX:
        raise Http404
    return int(asked)
