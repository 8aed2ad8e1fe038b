"""The answer to somebody who asks what we know of them: a page to read and a file, for administrators alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from comments.models import PersonalDataAccess
from comments.moderation.access import for_personal_data, moderator
from comments.personal_data.collecting import Person
from comments.personal_data.forms import Means, PersonForm
from comments.personal_data.words import rows_of
from comments.personal_data.writing import json_pieces

# So many comments stand on the page; the file holds all.
SHOWN = 100
ACCESSES_SHOWN = 50


@for_personal_data
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    return _form_page(request, PersonForm())


@for_personal_data
@require_POST
def show_personal_data(request: HttpRequest) -> HttpResponseBase:
    """Give the data, and note first that it is given. The address stands in no link, so in no log."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    person = Person(form.cleaned_data["address"])
    means = form.cleaned_data["means"] or Means.PAGE
    person.note_access(by=moderator(request), means=means)
    return _file(person) if means == Means.JSON else _page(request, person)


def _form_page(request: HttpRequest, form: PersonForm, status: int = 200) -> HttpResponse:
    accesses = PersonalDataAccess.objects.select_related("user")[:ACCESSES_SHOWN]
    context = {"form": form, "accesses": list(accesses)}
    return render(request, "comments/personal_data/ask.html", context, status=status)


def _page(request: HttpRequest, person: Person) -> HttpResponse:
    context = {
        "person": person,
        "rows": rows_of(person.beside_comments()),
        "comments": [(comment["number"], rows_of(comment)) for comment in person.comments(SHOWN)],
        "count": len(person.numbers),
        "shown": min(len(person.numbers), SHOWN),
    }
    return render(request, "comments/personal_data/person.html", context)


def _file(person: Person) -> StreamingHttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="personal-data.json"'}
    return StreamingHttpResponse(json_pieces(person), content_type="application/json; charset=utf-8", headers=headers)
