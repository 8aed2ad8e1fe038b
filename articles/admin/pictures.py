"""The picture library, and the window in which the story editor takes a picture from it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.admin.picture_replacement import replace_picture
from articles.admin.picture_upload import MAX_AT_ONCE, upload_pictures
from articles.admin.picture_uses import PictureUses
from articles.admin.picture_words import day_input, describe_pictures, without_text_if_decorative
from articles.admin.versions import BumpsArticles
from articles.bells import ring
from articles.library.crops import RATIOS, WHOLE
from articles.library.markup import size_url
from articles.library.safety import AcceptedPicture
from articles.models import Article, Picture
from articles.models.picture import remove_files
from articles.tasks import make_picture_sizes

PICKER_SIZE = 24
WORDS = ["alternative_text", "is_decorative", "caption", "credit"]
RIGHTS = ["source", "licence", "licence_details", "rights_end_date"]
FOCUS = ["focal_point", ("focus_x", "focus_y")]


class PictureForm(forms.ModelForm[Picture]):
    class Meta:
        model = Picture
        fields = ["file", *WORDS, *RIGHTS, "focus_x", "focus_y"]
        widgets = {"alternative_text": forms.Textarea(attrs={"rows": 2}), "rights_end_date": day_input()}

    def clean(self) -> dict[str, Any]:
        return without_text_if_decorative(super().clean() or self.cleaned_data)


class LibraryFilter(admin.SimpleListFilter):
    title = _("what is to be done")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("incomplete", _("incomplete")),
            ("rights_ending", _("rights end within 30 days")),
            ("rights_over", _("rights are over")),
            ("unused", _("unused")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "incomplete":
                return queryset.incomplete()
            case "rights_ending":
                return queryset.rights_ending()
            case "rights_over":
                return queryset.rights_over()
            case "unused":
                return queryset.unused(Article.objects.all())
        return queryset


@admin.register(Picture)
class PictureAdmin(PictureUses, BumpsArticles):
    form = PictureForm
    list_display = ["thumbnail", "shown_words", "credit", "licence", "still_missing", "created_at"]
    list_display_links = ["thumbnail", "shown_words"]
    list_filter = [LibraryFilter, "licence"]
    list_per_page = 50
    search_fields = ["search_text"]
    search_help_text = _("Words, credit, source or file name")
    show_full_result_count = False
    actions = ["fill_in_words"]

    # The list

    @admin.display(description=_("picture"))
    def thumbnail(self, picture: Picture) -> SafeString:
        return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', size_url(picture, "16x9"))

    @admin.display(description=_("words"))
    def shown_words(self, picture: Picture) -> str:
        return Truncator(picture).chars(90)

    @admin.display(description=_("missing"))
    def still_missing(self, picture: Picture) -> SafeString:
        missing = ((str(each.label),) for each in picture.missing_for_publication())
        return format_html_join(" ", '<span class="missing">{}</span>', missing)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Picture], search_term: str
    ) -> tuple[QuerySet[Picture], bool]:
        return queryset.search(search_term), False  # type: ignore[attr-defined]

    @admin.action(description=_("Fill in the words of the selected pictures"), permissions=["change"])
    def fill_in_words(self, request: HttpRequest, queryset: QuerySet[Picture]) -> HttpResponse:
        numbers = queryset.values_list("pk", flat=True)[:MAX_AT_ONCE]
        return redirect(f"{reverse('admin:articles_picture_words')}?pictures={','.join(map(str, numbers))}")

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        focus = [(_("Focal point"), {"fields": FOCUS})] if obj else []
        return [
            (None, {"fields": ["file"]}),
            *focus,
            (_("Words"), {"fields": WORDS}),
            (_("Rights"), {"fields": RIGHTS}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> list[str]:
        """What live stories show is replaced by those who may publish them."""
        return ["focal_point", *([] if obj is None or self.may_replace(request, obj) else ["file"])]

    @admin.display(description=_("picture and crops"))
    def focal_point(self, picture: Picture) -> SafeString:
        context = {
            "picture": picture,
            "address": size_url(picture, WHOLE),
            "crops": [_crop(picture, shape) for shape in RATIOS],
        }
        return render_to_string("admin/articles/picture/_focal_point.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        picture = self.get_object(request, object_id)
        context = {"uses": self.uses(request, picture), "picture": picture} if picture else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    # What saving does

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        file = form.cleaned_data.get("file")
        before = Picture.objects.get(pk=obj.pk) if change and "file" in form.changed_data else None
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if before:
                Article.objects.point_at_file_of(obj)
                remove_files(before.files())
            ring(make_picture_sizes)
        if isinstance(file, AcceptedPicture):
            self._tell_about(request, file)

    def _tell_about(self, request: HttpRequest, file: AcceptedPicture) -> None:
        if file.was_animated:
            messages.info(request, _("The animation was kept as a still picture: its first frame."))
        if file.words:
            messages.info(request, _("Empty fields were filled with the words that the file held. Check them."))

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        remove_files(obj.files())
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> None:
        for picture in queryset:
            remove_files(picture.files())
        super().delete_queryset(request, queryset)

    def _bump_articles_showing(self, obj: Picture) -> None:
        Article.objects.showing(obj).bump_version()

    # Pages of their own

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Any, name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(view), name=f"articles_picture_{name}")

        return [
            page("pick/", self.pick, "pick"),
            page("upload/", self.upload, "upload"),
            page("words/", self.words, "words"),
            page("<int:pk>/replace/", self.replace, "replace"),
            *super().get_urls(),
        ]

    def upload(self, request: HttpRequest) -> HttpResponseBase:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return upload_pictures(self, request)

    def words(self, request: HttpRequest) -> HttpResponseBase:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return describe_pictures(self, request)

    def replace(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return replace_picture(self, request, pk)

    def pick(self, request: HttpRequest) -> HttpResponse:
        """Show the library in the editor's window; its script hands the chosen picture back to the editor."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words = request.GET.get("q", "").strip()
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": _("Choose a picture"),
            "words": words,
            "callback": request.GET.get("CKEditorFuncNum", ""),
            "page": Paginator(Picture.objects.search(words), PICKER_SIZE).get_page(request.GET.get("p")),
            "is_popup": True,
        }
        return TemplateResponse(request, "admin/articles/picture/pick.html", context)


def _crop(picture: Picture, shape: str) -> dict[str, int]:
    wide, high = RATIOS[shape]
    left, top, right, bottom = picture.box(shape)
    return {"wide": wide, "high": high, "left": left, "top": top, "width": right - left, "height": bottom - top}
