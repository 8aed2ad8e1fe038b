from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple, Self

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.folding import words_of
from articles.library.crops import crop_box
from articles.library.fields import FoldedField, PictureField
from articles.library.safety import AcceptedPicture, validate_size  # noqa: F401  # the first migration names it
from articles.library.sizes import Sizes, names_of
from articles.models.author import Author
from articles.story_html import picture_numbers

SEARCH_MAX, SEARCH_WORDS = 100, 8
RIGHTS_WARNING = timedelta(days=30)


class Missing(NamedTuple):
    """What a picture lacks before it may be published: a code to act on, a label and a sentence for people."""

    code: str
    label: Any
    sentence: Any


_MISSING = {
    "alternative_text": (
        _("alternative text"),
        _("The picture needs an alternative text, or the mark that it is decorative."),
    ),
    "credit": (_("credit"), _("The picture needs a credit: who made it, and for whom.")),
    "licence": (_("licence"), _("The picture needs a licence: why it may be published here.")),
    "licence_details": (_("terms"), _("The picture needs the terms of its licence.")),
    "rights_over": (_("rights are over"), _("The rights to the picture are over.")),
}


def remove_files(names: Iterable[str]) -> None:
    """Remove files of the library once the transaction stands."""
    storage = Picture._meta.get_field("file").storage
    for name in sorted(names):
        transaction.on_commit(partial(storage.delete, name))


class PictureQuerySet(models.QuerySet["Picture"]):
    def search(self, text: str) -> Self:
        """Pictures whose words, credit, source or file name hold each of these words, whatever the accents."""
        found, words = self, words_of(text[:SEARCH_MAX])[:SEARCH_WORDS]
        if text.strip() and not words:
            return self.none()
        for word in words:
            found = found.filter(search_text__contains=word)
        return found

    def incomplete(self) -> Self:
        """Pictures without the words or the licence that publication needs."""
        no_text = Q(alternative_text="", is_decorative=False)
        no_terms = Q(licence=Picture.Licence.OTHER, licence_details="")
        return self.filter(no_text | Q(credit="") | Q(licence="") | no_terms)

    def rights_over(self, today: date | None = None) -> Self:
        return self.filter(rights_end_date__lt=today or timezone.localdate())

    def rights_ending(self, today: date | None = None) -> Self:
        """Pictures that may still be shown, and whose rights end within thirty days."""
        today = today or timezone.localdate()
        return self.filter(rights_end_date__range=(today, today + RIGHTS_WARNING))

    def unused(self, stories: models.QuerySet[Any]) -> Self:
        """Pictures that none of these stories and no author shows. Reads the text of every story with pictures."""
        bodies = stories.filter(body__contains="data-file=").values_list("body", flat=True)
        shown = {number for body in bodies.iterator() for number in picture_numbers(body)}
        leads = stories.exclude(lead_picture=None).values("lead_picture")
        portraits = Author.objects.exclude(portrait=None).values("portrait")
        return self.exclude(pk__in=leads).exclude(pk__in=portraits).exclude(pk__in=shown)

    def without_sizes(self) -> Self:
        """Pictures whose sizes were made of another file, for another focal point, or never."""
        wanted = Concat(
            F("file"),
            Value("@"),
            Cast("focus_x", models.CharField()),
            Value("x"),
            Cast("focus_y", models.CharField()),
            output_field=models.CharField(),
        )
        return self.exclude(sized_as=wanted)


class Picture(models.Model):
    """A picture of the library. Its words are kept here, so that every story shows the same ones."""

    class Licence(models.TextChoices):
        HOUSE = "house", _("our own")
        AGENCY = "agency", _("agency")
        CC_BY = "cc_by", "CC BY 4.0"
        CC_BY_SA = "cc_by_sa", "CC BY-SA 4.0"
        PUBLIC_DOMAIN = "cc0", _("CC0 or public domain")
        PRESS_KIT = "press_kit", _("press kit")
        PERMISSION = "permission", _("with permission")
        OTHER = "other", pgettext_lazy("licence", "other")

    file = PictureField(
        _("file"),
        upload_to="pictures/%Y/%m",
        help_text=_(
            "JPEG, PNG, WebP, AVIF or GIF, 15 MB and 40 million pixels at most. "
            "Place and camera are removed; of an animation the first frame is kept."
        ),
    )
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who do not see it."),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It tells nothing that the text does not say: those who do not see it are not told of it."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True, help_text=_("Who made it, and for whom."))
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where it comes from; readers are not shown this.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)
    licence_details = models.CharField(
        _("terms"), max_length=200, blank=True, help_text=_("What the licence asks for, or which one it is.")
    )
    rights_end_date = models.DateField(
        _("rights end on"), null=True, blank=True, help_text=_("The last day on which it may be shown. Empty: no end.")
    )
    focus_x = models.PositiveSmallIntegerField(
        _("focal point from the left, in percent"), default=50, validators=[MaxValueValidator(100)]
    )
    focus_y = models.PositiveSmallIntegerField(
        _("focal point from the top, in percent"), default=50, validators=[MaxValueValidator(100)]
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    original_name = models.CharField(_("file name"), max_length=255, blank=True, editable=False)
    sized_as = models.CharField(max_length=150, blank=True, editable=False)
    sizes = models.JSONField(default=dict, blank=True, editable=False)
    search_text = FoldedField(of=["alternative_text", "caption", "credit", "source", "original_name"])
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                name="picture_focal_point_in_percent",
                condition=Q(focus_x__lte=100, focus_y__lte=100),
                violation_error_message=_("The focal point is given in percent: from 0 to 100."),
            ),
            models.CheckConstraint(
                name="picture_decorative_without_text",
                condition=Q(is_decorative=False) | Q(alternative_text=""),
                violation_error_message=_("A decorative picture has no alternative text."),
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="picture_newest"),
            models.Index(
                fields=["rights_end_date"], name="picture_rights_end", condition=Q(rights_end_date__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.alternative_text or self.original_name

    def take(self, accepted: AcceptedPicture) -> None:
        """Become this file: its size and name, and the words that came with it where there are none yet."""
        self.width, self.height = accepted.width, accepted.height
        self.original_name = accepted.original_name[-255:]
        for name, text in accepted.words.items():
            if not getattr(self, name) and not (name == "alternative_text" and self.is_decorative):
                column: Any = self._meta.get_field(name)
                setattr(self, name, text[: column.max_length])

    def show_sizes(self, sized_as: str, sizes: Sizes) -> bool:
        """
        Show these sizes from now on, and remove earlier ones; call it in a transaction.

        A picture that got another file or focal point in the meantime keeps what it shows, and these are removed.
        """
        unchanged = Picture.objects.filter(
            pk=self.pk, file=self.file.name, focus_x=self.focus_x, focus_y=self.focus_y, sized_as=self.sized_as
        )
        became = bool(unchanged.update(sized_as=sized_as, sizes=sizes))
        before, after = set(names_of(self.sized_as, self.sizes)), set(names_of(sized_as, sizes))
        remove_files(before - after if became else after - before)
        return became

    def missing_for_publication(self, today: date | None = None) -> list[Missing]:
        """Return what keeps this picture from being published; nothing where all is there."""
        lacks = {
            "alternative_text": not self.alternative_text and not self.is_decorative,
            "credit": not self.credit,
            "licence": not self.licence,
            "licence_details": self.licence == self.Licence.OTHER and not self.licence_details,
            "rights_over": self.rights_are_over(today),
        }
        return [Missing(code, *_MISSING[code]) for code, is_lacking in lacks.items() if is_lacking]

    def rights_are_over(self, today: date | None = None) -> bool:
        return self.rights_end_date is not None and self.rights_end_date < (today or timezone.localdate())

    @property
    def file_name(self) -> str:
        return str(self.file.name)

    @property
    def has_sizes(self) -> bool:
        """Tell whether there are sizes of this very file; they may still be cut around an earlier focal point."""
        return bool(self.sizes) and self.sized_as.rpartition("@")[0] == self.file_name

    def files(self) -> list[str]:
        """Return the names of all files of this picture."""
        return [self.file_name, *names_of(self.sized_as, self.sizes)]

    def box(self, shape: str) -> tuple[int, int, int, int]:
        """Return which part of the picture a shape shows: left, top, right and bottom in pixels."""
        return crop_box(self.width, self.height, shape, (self.focus_x, self.focus_y))
