"""Other names of subjects, and how several subjects become one."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.models.address import SubjectAddress
from articles.models.article import Article
from articles.models.taxonomy import MergedTag, Tag


class TagAlias(models.Model):
    """Another name of a subject: a synonym, or the name of one that was merged into it. Its address leads there."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(max_length=60, unique=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Make the address of the name; refuse a name that is a subject's own."""
        self.slug = slugify(self.name)[:60]
        if not self.slug:
            raise ValidationError({"name": _("This name makes no address.")})
        taken = TagAlias.objects.exclude(pk=self.pk).filter(slug=self.slug)
        if Tag.objects.filter(slug=self.slug).exists() or taken.exists():
            raise ValidationError({"name": _("This name finds a subject already.")})


def merge_tags(merged: Sequence[Tag], *, into: Tag) -> None:
    """
    Make one subject of several: the names of the others find it, and their addresses lead to it.

    A version of a story that names one of the others has the one that stays when it is published or restored.
    The number of statements is the same for one story and for ten thousand.
    """
    with transaction.atomic():
        Article.objects.filter(tags__in=merged).bump_version()
        _move_stories(merged, into)
        TagAlias.objects.filter(tag__in=merged).update(tag=into)
        SubjectAddress.objects.filter(tag__in=merged).update(tag=into)
        MergedTag.objects.filter(tag__in=merged).update(tag=into)
        MergedTag.objects.bulk_create(MergedTag(number=tag.pk, name=tag.name, tag=into) for tag in merged)
        TagAlias.objects.bulk_create(TagAlias(tag=into, name=tag.name, slug=tag.slug) for tag in merged)
        Tag.objects.filter(pk__in=[tag.pk for tag in merged]).delete()


def _move_stories(merged: Sequence[Tag], into: Tag) -> None:
    """Leave one of a story's subjects that become one, and call it by the name that stays."""
    subjects = Article.tags.through.objects
    same_story = subjects.filter(article=OuterRef("article"))
    doubled = Exists(same_story.filter(tag=into)) | Exists(same_story.filter(tag__in=merged, pk__lt=OuterRef("pk")))
    subjects.filter(doubled, tag__in=merged).delete()
    subjects.filter(tag__in=merged).update(tag=into)
