"""Views of the list of stories that are kept under a name: one's own, and those that a colleague shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.models import Article, SavedView
from articles.models.saved_view import QUERY_MAX

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

_NAME_IS_TAKEN = gettext_lazy("You have saved a view under this name: choose another one.")
# What is not part of the question: the page, and the marks of Django's own windows and errors.
_NOT_KEPT = ("p", "e", "all", "_popup", "_to_field", "_facets")


class SaveViewForm(forms.ModelForm[SavedView]):
    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]

    def clean(self) -> dict[str, Any]:
        if len(self.instance.query) > QUERY_MAX:
            raise forms.ValidationError(_("This list is narrowed by too many words to be saved: use fewer."))
        return self.cleaned_data

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if SavedView.objects.filter(owner=self.instance.owner, name=name).exists():
            raise forms.ValidationError(_NAME_IS_TAKEN)
        return name

    def store(self) -> bool:
        """Keep the view; tell whether nobody has taken the name in the same moment."""
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.add_error("name", _NAME_IS_TAKEN)
            return False
        return True


def _question(query: str) -> str:
    """Return the part of an address behind the “?” that says which stories are shown, and in which order."""
    kept = QueryDict(query, mutable=True)
    for name in _NOT_KEPT:
        kept.pop(name, None)
    return kept.urlencode()


class SavedViews(_Base):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        remove = view(require_POST(self.remove_view))
        return [
            path("views/", view(require_POST(self.save_view)), name="articles_article_save_view"),
            path("views/<int:view_id>/remove/", remove, name="articles_article_remove_view"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        context = (extra_context or {}) | {"saved_views": [], "question": _question(request.GET.urlencode())}
        if self.has_view_permission(request):
            context["saved_views"] = list(SavedView.objects.seen_by(cast(User, request.user)))
        return super().changelist_view(request, context)

    def save_view(self, request: HttpRequest) -> HttpResponseBase:
        """Keep the question of the list under a name; with a name that is taken, ask for another one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        question = _question(request.POST.get("query", ""))
        form = SaveViewForm(request.POST, instance=SavedView(owner=cast(User, request.user), query=question))
        if not (form.is_valid() and form.store()):
            return self._ask_again(request, form, question)
        messages.info(request, _("Saved as “%(name)s”.") % {"name": form.instance.name})
        return redirect(f"{reverse('admin:articles_article_changelist')}?{question}")

    def remove_view(self, request: HttpRequest, view_id: int) -> HttpResponseBase:
        """Forget a view of one's own."""
        kept = get_object_or_404(SavedView, pk=view_id, owner=request.user)
        kept.delete()
        messages.info(request, _("“%(name)s” is no longer saved.") % {"name": kept.name})
        return redirect("admin:articles_article_changelist")

    def _ask_again(self, request: HttpRequest, form: SaveViewForm, question: str) -> HttpResponse:
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": _("Save this view"),
            "opts": self.opts,
            "form": form,
            "question": question,
        }
        return TemplateResponse(request, "admin/articles/article/save_view.html", context, status=422)
