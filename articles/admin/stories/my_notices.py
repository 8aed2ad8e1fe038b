"""What concerns the person who is signed in: the page of notices, and the choice of what to be told, and where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.stories.desk_views import DeskViews, done, person
from articles.models import Notice, NoticePreferences
from articles.models.notice import NoticeKind
from articles.workflow.words import notice_path, notice_sentence

SHOWN_MAX = 100
NUMBER_MAX = 2**63 - 1


class PreferencesForm(forms.Form):
    in_page = forms.MultipleChoiceField(
        choices=NoticeKind.choices,
        required=False,
        label=gettext_lazy("In the page"),
        widget=forms.CheckboxSelectMultiple,
    )
    by_mail = forms.MultipleChoiceField(
        choices=NoticeKind.choices, required=False, label=gettext_lazy("By mail"), widget=forms.CheckboxSelectMultiple
    )


class MyNotices(DeskViews):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.page_path("notices/", self.notices, "notices"),
            self.press_path("notices/read/", self.read_notices, "read_notices"),
            self._path("notices/preferences/", self.notice_preferences, "notice_preferences"),
            *super().get_urls(),
        ]

    def notices(self, request: HttpRequest) -> HttpResponse:
        notices = Notice.objects.of(person(request)).select_related("article", "actor")[:SHOWN_MAX]
        told = [(notice, notice_sentence(notice), notice_path(notice)) for notice in notices]
        return self.desk_page(request, "notices.html", _("Notifications"), told=told)

    def read_notices(self, request: HttpRequest) -> HttpResponse:
        """Mark one's own notices as read: those that are named, or all with `all`."""
        notices = Notice.objects.filter(to=person(request))
        if "all" not in request.POST:
            named = [number for number in request.POST.getlist("notice") if number.isascii() and number.isdecimal()]
            notices = notices.filter(pk__in=[int(n) for n in named[:SHOWN_MAX] if len(n) < 20 and int(n) <= NUMBER_MAX])
        notices.mark_read(timezone.now())
        return redirect("admin:articles_article_notices")

    def notice_preferences(self, request: HttpRequest) -> HttpResponse:
        mine = NoticePreferences.of([person(request)])[person(request).pk]
        if request.method != "POST":
            return self._preferences_page(request, PreferencesForm(initial=_as_form(mine)))
        form = PreferencesForm(request.POST)
        if not form.is_valid():
            return self._preferences_page(request, form, status=422)
        mine.choose(form.cleaned_data["in_page"], form.cleaned_data["by_mail"])
        return done(request, _("Saved."), reverse("admin:articles_article_notice_preferences"))

    def _preferences_page(self, request: HttpRequest, form: PreferencesForm, status: int = 200) -> HttpResponse:
        kinds = [(kind, *boxes) for kind, *boxes in zip(NoticeKind, form["in_page"], form["by_mail"], strict=True)]
        return self.desk_page(
            request,
            "notice_preferences.html",
            _("What I am told"),
            form=form,
            kinds=kinds,
            mail_address=person(request).email,
            status=status,
        )


def _as_form(mine: NoticePreferences) -> dict[str, Any]:
    return {"in_page": mine.in_page, "by_mail": mine.by_mail}
