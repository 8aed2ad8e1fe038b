"""Writing, previewing and publishing stories. Who may publish is asked here for every way of pressing the button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR, ActionLocation
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.converters import LAST_YEAR
from articles.dates import moment_in_words
from articles.models import Article, Byline
from articles.story_html import is_blank, sanitise
from articles.views import render_article
from articles.writing.desk import WritingDesk
from articles.writing.editor import HeadlineInput

PUBLISH = "articles.publish_article"


class ArticleForm(forms.ModelForm[Article]):
    """A story, and the time at which an editor schedules it."""

    publish_at = forms.SplitDateTimeField(
        label=_("Publish at"),
        required=False,
        widget=AdminSplitDateTime(),
        help_text=_("For “Schedule”: the story becomes public by itself at this time."),
    )

    class Meta:
        model = Article
        fields = [
            "headline",
            "slug",
            "standfirst",
            "body",
            "section",
            "tags",
            "lead_picture",
            "comments_open",
        ]
        widgets = {
            "headline": HeadlineInput(),
            "standfirst": forms.Textarea(attrs={"rows": 3, "cols": 80}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "_schedule" in self.data:
            self._check_schedule(cleaned.get("publish_at"))
        if {"_publish", "_schedule"} & set(self.data) and is_blank(sanitise(cleaned.get("body", "-"))):
            self.add_error("body", ValidationError(_("A story needs a text before it is published."), code="empty"))
        return cleaned

    def _check_schedule(self, at: Any) -> None:
        if at is None and "publish_at" not in self.errors:
            self.add_error("publish_at", ValidationError(_("Say when the story is to be published."), code="required"))
        elif at is not None and at <= timezone.now():
            self.add_error("publish_at", ValidationError(_("This time has passed. Choose a later one."), code="past"))
        elif at is not None and at.year > LAST_YEAR:
            invalid = forms.DateTimeField.default_error_messages["invalid"]
            self.add_error("publish_at", ValidationError(invalid, code="invalid"))


class BylineInline(admin.TabularInline[Byline, Article]):
    model = Byline
    extra = 0
    min_num = 1
    autocomplete_fields = ["author"]
    verbose_name = _("author")
    verbose_name_plural = _("authors")

    def get_formset(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> Any:
        """Somebody signs each story: `min_num` alone would only show an empty row."""
        return super().get_formset(request, obj, validate_min=True, **kwargs)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("draft", _("draft")),
            ("in_review", _("waiting for publication")),
            ("scheduled", _("scheduled")),
            ("published", _("published")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        now = timezone.now()
        match self.value():
            case "draft":
                return queryset.filter(first_published_at=None).exclude(step=Article.Step.IN_REVIEW)
            case "in_review":
                return queryset.filter(step=Article.Step.IN_REVIEW)
            case "scheduled":
                return queryset.filter(published_at__gt=now)
            case "published":
                return queryset.published()
            case "withdrawn":
                return queryset.withdrawn()
        return queryset


@admin.register(Article)
class ArticleAdmin(WritingDesk):
    form = ArticleForm
    inlines = [BylineInline]
    list_display = ["headline", "section", "state", "published_at", "comment_count"]
    list_filter = [StateFilter, "section"]
    list_select_related = ["section"]
    search_fields = ["headline", "standfirst"]
    autocomplete_fields = ["tags", "lead_picture"]
    prepopulated_fields = {"slug": ["headline"]}
    show_full_result_count = False
    ordering = ["-updated_at"]
    change_form_template = "admin/articles/article/change_form.html"

    # Who may see and change what

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Journalists see what is published and what is theirs; those who publish see everything."""
        stories = super().get_queryset(request)
        if request.user.has_perm(PUBLISH):
            return stories
        mine = Q(created_by=request.user.pk) | Q(pk__in=Article.objects.filter(authors__user=request.user.pk))
        return stories.filter(mine | Q(published_at__lte=timezone.now()))

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """A live or scheduled story is changed by those who may publish it."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.published_at is None or request.user.has_perm(PUBLISH))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers have seen is withdrawn and not deleted; its address answers 410."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.first_published_at is None)

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Without the deletion of many at once, which would not ask for each of them."""
        actions = super().get_actions(request, action_location=action_location)
        return {name: action for name, action in actions.items() if name != "delete_selected"}

    # The form

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> list[Any]:
        fields = list(ArticleForm.Meta.fields)
        return [*fields, "publish_at"] if request.user.has_perm(PUBLISH) else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        return ["slug"] if obj and _was_public(obj) else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> dict[str, Any]:
        return {} if obj and _was_public(obj) else {"slug": ["headline"]}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Refuse a press on a button that is not offered to this person before anything is saved."""
        if {"_publish", "_schedule", "_unpublish", "_return"} & set(request.POST) and not request.user.has_perm(
            PUBLISH
        ):
            raise PermissionDenied
        context = {"may_publish": request.user.has_perm(PUBLISH), "show_save_and_add_another": False}
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Answer 404 alike for a story that is not there and for one that this person may not see."""
        raise Http404

    # What saving does

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]  # the admin lets only signed-in people in
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Once the story stands with its authors and tags, do what the button says; all in the admin's transaction."""
        super().save_related(request, form, formsets, change)
        article: Article = form.instance
        pressed = set(request.POST)
        if "_publish" in pressed:
            article.publish()
        elif "_schedule" in pressed:
            article.publish(at=form.cleaned_data["publish_at"])
        elif "_unpublish" in pressed:
            article.unpublish()
        elif "_request" in pressed:
            article.request_publication()
        elif "_return" in pressed:
            article.return_to_author()
        else:
            article.bump_version()

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> Any:
        return self._lead_on(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> Any:
        return self._lead_on(request, obj) or super().response_change(request, obj)

    def _lead_on(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Say what a publishing button did and stay on the story; lead to the preview when that was asked for."""
        if IS_POPUP_VAR in request.POST:
            return None
        if "_preview" in request.POST:
            return redirect("admin:articles_article_preview", article.pk)
        if not {"_publish", "_schedule", "_unpublish", "_request", "_return"} & set(request.POST):
            return None
        messages.info(request, _state_sentence(article))
        if not self.has_change_permission(request, article):
            return redirect("admin:articles_article_changelist")
        return redirect("admin:articles_article_change", article.pk)

    # Preview

    def get_urls(self) -> list[URLPattern]:
        preview = path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="articles_article_preview")
        return [preview, *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Show the story exactly as readers will see it, by the same view code; kept nowhere."""
        article = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        response = render_article(request, article)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    # The list

    @admin.display(description=_("state"), ordering="published_at")
    def state(self, article: Article) -> str:
        if article.is_published:
            return str(_("published"))
        if article.is_scheduled:
            return str(_("scheduled"))
        return str(_("withdrawn")) if _was_public(article) else str(article.get_step_display())


def _was_public(article: Article) -> bool:
    return article.first_published_at is not None and article.first_published_at <= timezone.now()


def _state_sentence(article: Article) -> SafeString:
    address = format_html('<a href="{}">{}</a>', article.get_absolute_url(), article.headline)
    if article.is_published:
        return format_html(gettext("“{}” is public."), address)
    if article.is_scheduled:
        assert article.published_at is not None
        at = moment_in_words(article.published_at)
        return format_html(gettext("“{}” becomes public on {}."), article.headline, at)
    if article.step == Article.Step.IN_REVIEW:
        return format_html(gettext("“{}” waits for an editor to publish it."), article.headline)
    if article.step == Article.Step.RETURNED:
        return format_html(gettext("“{}” has gone back to its author."), article.headline)
    return format_html(gettext("“{}” is no longer public."), article.headline)
