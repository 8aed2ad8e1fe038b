"""The edited front pages: places with stories and ends, a preview, and who changed what."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.front_history import changes_of, name_of_place
from articles.front.arranging import HOME_PLACES, SECTION_PLACES
from articles.front.forms import FrontForm, Places, in_order, places_of, stories_found
from articles.front.pages import render_home, render_section
from articles.kept_nowhere import kept_nowhere
from articles.models import Article, Front, Pin, Section

EDIT = "articles.edit_front"


@admin.register(Front)
class FrontAdmin(admin.ModelAdmin[Front]):
    def has_view_permission(self, request: HttpRequest, obj: Front | None = None) -> bool:
        return request.user.has_perm(EDIT)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Front | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        edit = self.admin_site.admin_view(self.edit)
        return [
            path("", edit, name="articles_front_changelist"),
            path("<slug:slug>/", edit, name="articles_front_section"),
        ]

    def edit(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        """Show a front page and take its changes; only a press on “Publish this page” stores any."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        section = get_object_or_404(Section, slug=slug) if slug else None
        front = Front.of(section)
        if request.method != "POST":
            return self._form(request, front, *_unbound(front))
        posted = in_order(request.POST)
        found = stories_found(posted.get("find", "") if "_find" in posted else "")
        form, places = FrontForm(posted), Places(posted, form_kwargs={"found": found})
        chosen = {"_preview", "_save"} & set(posted)
        # What is only put in order may be unfinished.
        if not chosen or not (form.is_valid() & places.is_valid()):
            return self._form(request, front, form, places, with_errors=bool(chosen))
        if "_preview" in chosen:
            return _preview(request, front, form, places.pins())
        return self._apply(request, front, form, places)

    def _apply(self, request: HttpRequest, front: Front, form: Any, places: Any) -> HttpResponse:
        """Publish the page, unless somebody was faster: then tell so, and keep what was chosen."""
        pins, seen, has_blocks = places.pins(), form.cleaned_data["seen"], form.cleaned_data["has_blocks"]
        if front.apply(pins, seen=seen, by=request.user, has_blocks=has_blocks):  # type: ignore[arg-type]
            messages.info(request, gettext("The page is published as chosen."))
            return redirect(request.path)
        front = Front.of(front.section)
        renewed = form.data.copy()
        renewed["seen"] = str(front.edition)
        return self._form(request, front, FrontForm(renewed), places, overtaken=True)

    def _form(
        self,
        request: HttpRequest,
        front: Front,
        form: FrontForm,
        places: Any,
        *,
        with_errors: bool = False,
        overtaken: bool = False,
    ) -> HttpResponse:
        rows = [(row, name_of_place(place)) for place, row in enumerate(places.forms, start=1)]
        changes = changes_of(front)
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": gettext("Front page of “%(section)s”") % {"section": front.section}
            if front.section
            else gettext("Home page"),
            "opts": self.opts,
            "front": front,
            "form": form,
            "places": places,
            "rows": rows,
            "states": _states(places),
            "fronts": _fronts(front),
            "changes": changes,
            "overtaken_by": changes[0] if overtaken and changes else None,
            "standing": front.pinned() if overtaken else [],
            "with_errors": with_errors,
            "media": self.media + places.media,
        }
        return TemplateResponse(request, "admin/articles/front/edit.html", context)


def _unbound(front: Front) -> tuple[FrontForm, Any]:
    pins = front.pinned()
    count = max([HOME_PLACES if front.section is None else SECTION_PLACES, *(pin.place for pin in pins)])
    form = FrontForm(initial={"seen": front.edition, "has_blocks": front.has_blocks})
    return form, Places(initial=places_of(pins, count))


def _states(places: Any) -> dict[str, str]:
    """Return a word for each chosen story that readers do not see."""
    numbers = [number for form in places.forms if str(number := form["article"].value() or "").isdigit()]
    hidden = [story for story in Article.objects.filter(pk__in=numbers).defer("body") if not story.is_published]
    return {str(story.pk): str(_state(story)) for story in hidden}


def _state(story: Article) -> Any:
    if story.is_scheduled:
        return _("scheduled: it takes its place by itself")
    return _("not public: the newest story takes its place")


def _fronts(front: Front) -> list[tuple[Any, str, bool]]:
    """Return the pages that have a head, with their addresses and whether one is open."""
    home = (_("Home page"), reverse("admin:articles_front_changelist"), front.section is None)
    sections = [
        (section.name, reverse("admin:articles_front_section", args=[section.slug]), section == front.section)
        for section in Section.objects.all()
    ]
    return [home, *sections]


def _preview(request: HttpRequest, front: Front, form: FrontForm, pins: list[Pin]) -> HttpResponse:
    """Show the page as readers would see it, by the same code; nothing is stored."""
    front.has_blocks = form.cleaned_data["has_blocks"]
    stories = Article.objects.published().for_list().in_bulk([pin.article_id for pin in pins])
    chosen = [(pin.place, stories[pin.article_id]) for pin in pins if pin.article_id in stories]
    for place, story in chosen:
        story.place = place  # type: ignore[attr-defined]
    pinned = [story for _place, story in chosen]
    if front.section is None:
        response = render_home(request, front, pinned, is_preview=True)
    else:
        response = render_section(request, front.section, pinned, is_preview=True)
    return kept_nowhere(response)
