"""The words and rights of many pictures in one form, with a row that fills what is empty in all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Picture

if TYPE_CHECKING:
    from articles.admin.pictures import PictureAdmin

MAX_DESCRIBED = 50
SHARED = ["credit", "source", "licence", "licence_details", "rights_end_date"]


def day_input() -> forms.DateInput:
    """Let the browser offer its calendar; it sends the day in this form whatever the language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def without_text_if_decorative(cleaned: dict[str, Any]) -> dict[str, Any]:
    if cleaned.get("is_decorative"):
        cleaned["alternative_text"] = ""
    return cleaned


class WordsForm(forms.ModelForm[Picture]):
    class Meta:
        model = Picture
        fields = ["alternative_text", "is_decorative", "caption", *SHARED]
        widgets = {
            "alternative_text": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
            "rights_end_date": day_input(),
        }

    def clean(self) -> dict[str, Any]:
        return without_text_if_decorative(super().clean() or self.cleaned_data)


class SharedWordsForm(forms.ModelForm[Picture]):
    class Meta:
        model = Picture
        fields = SHARED
        widgets = {"rights_end_date": day_input()}


WordsFormSet = forms.modelformset_factory(Picture, WordsForm, extra=0, edit_only=True)


def describe_pictures(desk: PictureAdmin, request: HttpRequest) -> HttpResponse:
    pictures = Picture.objects.filter(pk__in=_numbers(request.GET.get("pictures", ""))).order_by("pk")
    if not pictures:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    rows = WordsFormSet(posted, queryset=pictures, form_kwargs={"label_suffix": ""})
    shared = SharedWordsForm(posted, prefix="all", label_suffix="")
    # Both are asked, so that all that is wrong is told at once.
    if posted and all([rows.is_valid(), shared.is_valid()]):
        _save(desk, request, rows, shared.cleaned_data)
        _tell(request, list(pictures.all()))
        return redirect("admin:articles_picture_changelist")
    context = desk.admin_site.each_context(request) | {
        "title": _("Words of the pictures"),
        "opts": Picture._meta,
        "rows": rows,
        "shared": shared,
    }
    return TemplateResponse(request, "admin/articles/picture/words.html", context)


def _numbers(listed: str) -> list[int]:
    return [int(number) for number in re.findall(r"(?<![0-9])[0-9]{1,15}(?![0-9])", listed)][:MAX_DESCRIBED]


def _save(desk: PictureAdmin, request: HttpRequest, rows: Any, shared: dict[str, Any]) -> None:
    changed = []
    with transaction.atomic():
        for row in rows:
            filled = [name for name in SHARED if shared[name] and not row.cleaned_data[name]]
            if not filled and not row.has_changed():
                continue
            for name in filled:
                setattr(row.instance, name, shared[name])
            changed.append(row.save())
            desk.log_change(request, row.instance, [{"changed": {"fields": [*row.changed_data, *filled]}}])
        if changed:
            Article.objects.showing(*changed).bump_version()


def _tell(request: HttpRequest, pictures: list[Picture]) -> None:
    incomplete = sum(bool(picture.missing_for_publication()) for picture in pictures)
    sentence = _("The words are saved; every picture has what publication needs.")
    if incomplete:
        sentence = ngettext(
            "The words are saved; %(count)s picture still lacks what publication needs.",
            "The words are saved; %(count)s pictures still lack what publication needs.",
            incomplete,
        ) % {"count": incomplete}
    messages.info(request, sentence)
