from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.story_html import StoryField


class StoryTemplate(models.Model):
    """Ready sections with which a new story begins: a test, an interview, a guide."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    body = StoryField(_("text"), blank=True, max_length=20_000)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("story template")
        verbose_name_plural = _("story templates")

    def __str__(self) -> str:
        return self.name
