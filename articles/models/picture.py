from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

PICTURE_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "gif"]
PICTURE_MAX_BYTES = 15 * 1024 * 1024


def validate_size(picture: File) -> None:
    if picture.size > PICTURE_MAX_BYTES:
        raise ValidationError(_("A picture may have 15 MB at most."))


class Picture(models.Model):
    """A picture of the library. Its words are kept here, so that every story shows the same ones."""

    file = models.ImageField(
        _("file"),
        upload_to="pictures/%Y/%m",
        width_field="width",
        height_field="height",
        validators=[FileExtensionValidator(PICTURE_EXTENSIONS), validate_size],
    )
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=300,
        help_text=_("What the picture shows, for those who do not see it."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True, help_text=_("Who made it, and for whom."))
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.caption or self.alternative_text
