"""Who writes a story and until when: on its form, on a page that plans a new one, and by a date on the calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.models import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.stories.desk_views import DeskViews, done, person, refused
from articles.converters import LAST_YEAR
from articles.models import Article, Assignment, Author, Byline, Section
from articles.models.notice import NoticeKind
from articles.people import name_of
from articles.permissions import may_publish
from articles.workflow.notices import tell
from articles.workflow.people import writers

FIRST_YEAR = 1990


class PersonField(ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a date and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class AssignmentForm(forms.ModelForm[Assignment]):
    assignee = PersonField(User.objects.none(), required=False, label=gettext_lazy("Who writes it"))

    class Meta:
        model = Assignment
        fields = ["assignee", "due_at", "brief"]
        widgets = {"due_at": MomentInput(), "brief": forms.Textarea(attrs={"rows": 3, "cols": 60})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assignees: Any = self.fields["assignee"]
        assignees.queryset = writers()

    def clean_due_at(self) -> datetime | None:
        return within_calendar(self.cleaned_data["due_at"])


class PlanForm(AssignmentForm):
    """A story that nobody has written yet."""

    class Meta(AssignmentForm.Meta):
        pass

    headline = forms.CharField(max_length=200, label=gettext_lazy("Headline"))
    section = forms.ModelChoiceField(Section.objects.all(), label=gettext_lazy("Section"))
    author = forms.ModelChoiceField(
        Author.objects.all(),
        required=False,
        label=gettext_lazy("Who signs it"),
        help_text=gettext_lazy("Left open, it is signed by who writes it."),
    )
    field_order = ["headline", "section", "assignee", "author", "due_at", "brief"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        assignee = cleaned.get("assignee")
        cleaned["author"] = cleaned.get("author") or (assignee and Author.objects.filter(user=assignee).first())
        return cleaned


class DateForm(forms.Form):
    """A press on the calendar: until when the story was to be written, and until when it is to be."""

    seen = forms.CharField(required=False)
    at = forms.DateTimeField()

    def clean_at(self) -> datetime | None:
        return within_calendar(self.cleaned_data["at"])


class Planning(DeskViews):
    def get_urls(self) -> list[URLPattern]:
        return [
            self._path("plan/", self.plan_story, "plan"),
            self.press_path("<int:pk>/assign/", self.assign_story, "assign"),
            self.press_path("<int:pk>/due/", self.move_due_date, "move_due"),
            *super().get_urls(),
        ]

    def plan_story(self, request: HttpRequest) -> HttpResponse:
        """Make an empty draft with its section, its author and its assignment in one step."""
        if not (may_publish(request.user) and self.has_add_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return self._plan_page(request, PlanForm(initial=_from_calendar(request)))
        form = PlanForm(request.POST)
        if not form.is_valid():
            return self._plan_page(request, form, status=422)
        with transaction.atomic():
            article = _plan(form, by=person(request))
        sentence = _("“%(headline)s” is planned.") % {"headline": article.headline}
        return done(request, sentence, reverse("admin:articles_article_change", args=[article.pk]))

    def assign_story(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.story(request, pk)
        if not may_publish(request.user, article):
            raise PermissionDenied
        back = reverse("admin:articles_article_change", args=[pk])
        before = getattr(article, "assignment", None)
        had = before.assignee_id if before else None
        form = AssignmentForm(request.POST, instance=before or Assignment(article=article))
        if not form.is_valid():
            return refused(request, " ".join(str(e) for errors in form.errors.values() for e in errors), back)
        with transaction.atomic():
            assignment = form.save()
            if assignment.assignee and assignment.assignee_id != had:
                tell(NoticeKind.ASSIGNED, article, [assignment.assignee], person(request), words=assignment.brief)
            self.log_change(request, article, _("Assigned: %(what)s") % {"what": assigned_sentence(assignment)})
        return done(request, assigned_sentence(assignment), back)

    def move_due_date(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move the day until which a story is to be written; refused where somebody has moved it meanwhile."""
        article = self.story(request, pk)
        if not may_publish(request.user, article):
            raise PermissionDenied
        form, back = DateForm(request.POST), reverse("admin:articles_article_calendar")
        if not form.is_valid():
            return refused(request, " ".join(str(e) for errors in form.errors.values() for e in errors), back)
        if not _move_due(article, form.cleaned_data["seen"], form.cleaned_data["at"]):
            return refused(request, _("Somebody has moved this date meanwhile. Look at it again."), back)
        return done(request, _("“%(headline)s” is due at another time now.") % {"headline": article.headline}, back)

    def assignment_form(self, request: HttpRequest, article: Article) -> AssignmentForm | None:
        """Return the form that gives a story to somebody; None for those who may not."""
        if not may_publish(request.user, article):
            return None
        return AssignmentForm(instance=getattr(article, "assignment", None) or Assignment(article=article))

    def _plan_page(self, request: HttpRequest, form: PlanForm, status: int = 200) -> HttpResponse:
        return self.desk_page(request, "plan.html", _("Plan a story"), form=form, status=status)


def within_calendar(at: datetime | None) -> datetime | None:
    if at is not None and not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise forms.ValidationError(forms.DateTimeField.default_error_messages["invalid"], code="invalid")
    return at


def free_slug(headline: str) -> str:
    """Return an address that no story has yet, made of the headline."""
    base = slugify(headline)[:90].strip("-") or "story"
    taken = set(Article.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def assigned_sentence(assignment: Assignment) -> str:
    headline = assignment.article.headline
    if assignment.assignee is None:
        return _("“%(headline)s” is nobody's to write yet.") % {"headline": headline}
    return _("%(who)s writes “%(headline)s”.") % {"who": name_of(assignment.assignee), "headline": headline}


def _plan(form: PlanForm, *, by: User) -> Article:
    planned = form.cleaned_data
    article = Article.objects.create(
        headline=planned["headline"], slug=free_slug(planned["headline"]), section=planned["section"], created_by=by
    )
    if planned["author"]:
        Byline.objects.create(article=article, author=planned["author"])
    form.instance.article = article
    assignment = form.save()
    if assignment.assignee:
        tell(NoticeKind.ASSIGNED, article, [assignment.assignee], by, words=assignment.brief)
    return article


def _move_due(article: Article, seen: str, at: datetime | None) -> bool:
    """Write the date if it still is the one that was on the screen; an empty one stands for none."""
    assignment = getattr(article, "assignment", None)
    was = assignment.due_at if assignment else None
    if seen != (was.isoformat() if was else ""):
        return False
    if assignment is None:
        return Assignment.objects.get_or_create(article=article, defaults={"due_at": at})[1]
    return bool(Assignment.objects.filter(pk=assignment.pk, due_at=was).update(due_at=at))


def _from_calendar(request: HttpRequest) -> dict[str, Any]:
    """Take the day that was pressed on the calendar, if it is one."""
    try:
        day = datetime.strptime(request.GET.get("day", ""), "%Y-%m-%d")  # noqa: DTZ007  # made aware right below
        at = timezone.make_aware(day.replace(hour=18))
    except (ValueError, OverflowError):
        return {}
    return {"due_at": at} if FIRST_YEAR <= at.year <= LAST_YEAR else {}
