"""The preview links of a story: making one, seeing who has looked, and ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.dates import moment_in_words
from articles.kept_nowhere import kept_nowhere
from articles.models import Article, PreviewLink, Revision
from articles.models.preview_link import DEFAULT_DAYS, MAX_DAYS
from articles.people import name_of
from articles.previews.links import may_share

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

SHOWN = 50


class PreviewLinkForm(forms.ModelForm[PreviewLink]):
    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        initial=DEFAULT_DAYS,
        min_value=1,
        max_value=MAX_DAYS,
        help_text=gettext_lazy("Then the link leads nowhere any more. You can end it before."),
    )

    revision = forms.TypedChoiceField(
        label=gettext_lazy("Shows"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("One version stays as it is, whatever is written after it."),
    )

    class Meta:
        model = PreviewLink
        fields = ["label", "revision"]
        help_texts = {"label": gettext_lazy("A name by which you will know it: a person, an office.")}

    def __init__(self, article: Article, data: QueryDict | None = None) -> None:
        super().__init__(data, instance=PreviewLink(article=article))
        versions = article.revisions.without_text().select_related("made_by").newest_first()[:SHOWN]
        field = cast("forms.TypedChoiceField", self.fields["revision"])
        field.choices = [("", _("the latest version"))] + [(each.number, _in_words(each)) for each in versions]


def _in_words(revision: Revision) -> str:
    words = {"number": revision.number, "at": moment_in_words(revision.made_at), "by": name_of(revision.made_by)}
    return _("version %(number)s, saved by %(by)s on %(at)s") % words


class PreviewLinks(_Base):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        revoke = view(require_POST(self.revoke_preview_link))
        return [
            path("<int:pk>/preview-links/", view(self.preview_links), name="articles_article_preview_links"),
            path("<int:pk>/preview-links/<int:link_id>/revoke/", revoke, name="articles_article_revoke_preview_link"),
            *super().get_urls(),
        ]

    def preview_links(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """List the links of a story; a POST makes one, whose address the answer shows this once."""
        article = self._shared_by(request, pk)
        form, address = PreviewLinkForm(article, request.POST or None), ""
        if request.method == "POST":
            if not may_share(request.user, article):
                raise PermissionDenied
            if form.is_valid():
                made: Any = form.instance
                address = settings.SITE_URL + made.make(by=request.user, days=form.cleaned_data["days"])
                self.log_change(request, article, _("Made a preview link for “%(label)s”.") % {"label": made.label})
                form = PreviewLinkForm(article)
        return self._page(request, article, form, address)

    def revoke_preview_link(self, request: HttpRequest, pk: int, link_id: int) -> HttpResponseBase:
        article = self._shared_by(request, pk)
        link = get_object_or_404(PreviewLink, article=article, pk=link_id)
        if PreviewLink.objects.filter(pk=link.pk).revoke():
            self.log_change(request, article, _("Ended the preview link for “%(label)s”.") % {"label": link.label})
            messages.info(request, _("The link for “%(label)s” leads nowhere any more.") % {"label": link.label})
        return redirect("admin:articles_article_preview_links", article.pk)

    def _shared_by(self, request: HttpRequest, pk: int) -> Article:
        """Return a story whose previews this person may give away: one that she may change."""
        article = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def _page(self, request: HttpRequest, article: Article, form: PreviewLinkForm, address: str) -> HttpResponse:
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": _("Preview links"),
            "opts": self.opts,
            "article": article,
            "form": form,
            "address": address,
            "links": article.preview_links.select_related("created_by")[:SHOWN],
            "may_share": may_share(request.user, article),
        }
        status = 422 if form.is_bound and form.errors else 200
        answer = TemplateResponse(request, "admin/articles/article/preview_links.html", context, status=status)
        return kept_nowhere(answer)
