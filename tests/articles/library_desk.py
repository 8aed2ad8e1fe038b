"""What a journalist's browser sends to the pages of the library."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Picture

ADD = reverse("admin:articles_picture_add")
LIST = reverse("admin:articles_picture_changelist")
UPLOAD = reverse("admin:articles_picture_upload")
WORDS = reverse("admin:articles_picture_words")
PICK = reverse("admin:articles_picture_pick")


def change_path(picture: Picture) -> str:
    return reverse("admin:articles_picture_change", args=[picture.pk])


def delete_path(picture: Picture) -> str:
    return reverse("admin:articles_picture_delete", args=[picture.pk])


def replace_path(picture: Picture) -> str:
    return reverse("admin:articles_picture_replace", args=[picture.pk])


def words_path(*pictures: Picture) -> str:
    return f"{WORDS}?pictures={','.join(str(picture.pk) for picture in pictures)}"


def form_of(picture: Picture, **fields) -> dict:
    """Return what the form of a picture sends as it stands, with these fields changed."""
    names = ["alternative_text", "caption", "credit", "source", "licence", "licence_details", "focus_x", "focus_y"]
    form = {name: getattr(picture, name) for name in names}
    form |= {"is_decorative": "on"} if picture.is_decorative else {}
    return form | fields


def words_form(pictures: list[Picture], rows: list[dict], **shared) -> dict:
    """Return what the table of words sends: a row of fields for each picture, and the fields for all."""
    form = {"form-TOTAL_FORMS": len(pictures), "form-INITIAL_FORMS": len(pictures)}
    for number, (picture, row) in enumerate(zip(pictures, rows, strict=True)):
        form |= {f"form-{number}-id": picture.pk}
        form |= {f"form-{number}-{name}": value for name, value in row.items()}
    return form | {f"all-{name}": value for name, value in shared.items()}


def sent(content: bytes, name="vue.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
