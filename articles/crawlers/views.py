"""
Where crawlers may go (RFC 9309), and whether texts and pictures may be mined (article 4 of directive (EU) 2019/790).

The reservation is said where each of them looks for it: by name in robots.txt, in a header of every answer
(`newsroom.middleware`), and in one file for the whole site.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

# Crawlers that collect texts to train models, by the name that each reads in robots.txt. Those that look something up
# for a person who asks, or for a search engine, are not among them: they send readers.
MINING_CRAWLERS = (
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Diffbot",
    "FacebookBot",
    "Google-Extended",
    "GPTBot",
    "ImagesiftBot",
    "Meta-ExternalAgent",
    "omgili",
    "PanguBot",
    "Timpibot",
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    barred = () if settings.MINING_ALLOWED else MINING_CRAWLERS
    return render(request, "articles/robots.txt", {"barred": barred}, content_type="text/plain")


@require_safe
def mining_reservation(request: HttpRequest) -> HttpResponse:
    """Reserve the right to mine the whole site: https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/."""
    if settings.MINING_ALLOWED:
        raise Http404
    return JsonResponse([{"location": "/", "tdm-reservation": 1}], safe=False)
