"""Remarks on single paragraphs of a story, their answers, and whether they are done with."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.stories.desk_views import DeskViews, done, person, refused
from articles.models import Article, Remark, RemarkAnswer
from articles.models.notice import NoticeKind
from articles.models.remark import QUOTE_MAX, WORDS_MAX
from articles.workflow.blocks import blocks_of, place
from articles.workflow.mentions import people_called
from articles.workflow.notices import tell

# A story with more of them than this has other troubles than remarks.
REMARKS_MAX = 300


class RemarkForm(forms.Form):
    quote = forms.CharField(max_length=QUOTE_MAX, required=False)
    words = forms.CharField(max_length=WORDS_MAX)


class Remarks(DeskViews):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.page_path("<int:pk>/remarks/", self.remarks_page, "remarks"),
            self.press_path("<int:pk>/remarks/add/", self.add_remark, "add_remark"),
            self.press_path("<int:pk>/remarks/<int:remark_pk>/answer/", self.answer_remark, "answer_remark"),
            self.press_path("<int:pk>/remarks/<int:remark_pk>/resolve/", self.resolve_remark, "resolve_remark"),
            self.press_path("<int:pk>/remarks/<int:remark_pk>/reopen/", self.reopen_remark, "reopen_remark"),
            *super().get_urls(),
        ]

    def remarks_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the text block by block, each with the remarks on it; what lost its paragraph stands on top."""
        article = self.story(request, pk)
        blocks = blocks_of(article.body)
        answers = Prefetch("answers", RemarkAnswer.objects.select_related("by"))
        remarks = article.remarks.select_related("by", "resolved_by").prefetch_related(answers)[:REMARKS_MAX]
        lost = place(remarks, blocks)
        return self.desk_page(
            request,
            "remarks.html",
            _("Remarks on “%(headline)s”") % {"headline": article.headline},
            article=article,
            blocks=blocks,
            lost=lost,
            open_count=sum(1 for remark in remarks if remark.resolved_at is None),
            words_max=WORDS_MAX,
        )

    def add_remark(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.story(request, pk)
        form, back = RemarkForm(request.POST), _remarks_path(article)
        if not form.is_valid():
            return refused(request, _("A remark needs words, %(max)d characters at most.") % {"max": WORDS_MAX}, back)
        if article.remarks.count() >= REMARKS_MAX:
            return refused(request, _("There are too many remarks on this story already."), back)
        words = form.cleaned_data["words"]
        with transaction.atomic():
            remark = Remark.objects.create(
                article=article, quote=form.cleaned_data["quote"], by=person(request), words=words, at=timezone.now()
            )
            unknown = _tell(article, article.people(), person(request), words)
        return done(
            request, _said(_("Your remark stands beside its paragraph."), unknown), f"{back}#remark-{remark.pk}"
        )

    def answer_remark(self, request: HttpRequest, pk: int, remark_pk: int) -> HttpResponse:
        article = self.story(request, pk)
        remark = _remark_of(article, remark_pk)
        form, back = RemarkForm(request.POST), f"{_remarks_path(article)}#remark-{remark.pk}"
        if not form.is_valid():
            return refused(request, _("A remark needs words, %(max)d characters at most.") % {"max": WORDS_MAX}, back)
        words = form.cleaned_data["words"]
        with transaction.atomic():
            RemarkAnswer.objects.create(remark=remark, by=person(request), words=words, at=timezone.now())
            unknown = _tell(article, {*article.people(), remark.by}, person(request), words)
        return done(request, _said(_("Your answer stands below the remark."), unknown), back)

    def resolve_remark(self, request: HttpRequest, pk: int, remark_pk: int) -> HttpResponse:
        article = self.story(request, pk)
        remark = _remark_of(article, remark_pk)
        back = f"{_remarks_path(article)}#remark-{remark.pk}"
        if not Remark.objects.filter(pk=remark.pk).resolve(by=person(request), at=timezone.now()):
            return refused(request, _("Somebody has resolved this remark already."), back)
        return done(request, _("The remark is resolved."), back)

    def reopen_remark(self, request: HttpRequest, pk: int, remark_pk: int) -> HttpResponse:
        article = self.story(request, pk)
        remark = _remark_of(article, remark_pk)
        back = f"{_remarks_path(article)}#remark-{remark.pk}"
        if not Remark.objects.filter(pk=remark.pk).reopen():
            return refused(request, _("This remark is open already."), back)
        return done(request, _("The remark is open again."), back)


def _remark_of(article: Article, pk: int) -> Remark:
    remark = article.remarks.select_related("by").filter(pk=pk).first()
    if remark is None:
        raise Http404
    return remark


def _remarks_path(article: Article) -> str:
    return reverse("admin:articles_article_remarks", args=[article.pk])


def _tell(article: Article, whose: Iterable[User], by: User, words: str) -> set[str]:
    """Tell whom the words call, and the others whose story or remark it is; return the names that call nobody."""
    called, unknown = people_called(words, article)
    tell(NoticeKind.MENTION, article, called, by, words=words)
    numbers = {user.pk for user in called}
    tell(NoticeKind.REMARK, article, [user for user in whose if user.pk not in numbers], by, words=words)
    return unknown


def _said(sentence: str, unknown: set[str]) -> str:
    if not unknown:
        return sentence
    names = ", ".join(f"@{name}" for name in sorted(unknown))
    return f"{sentence} " + _("Nobody who may read it is called %(names)s.") % {"names": names}
