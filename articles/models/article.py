from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Max, Prefetch, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.library.use import pointing_at_file, with_picture_replaced
from articles.models.address import Address
from articles.models.author import Author
from articles.models.correction import Correction
from articles.models.embargo import EmbargoAct, Embargoed
from articles.models.picture import Picture
from articles.models.public import public_at
from articles.models.revision import Revision
from articles.models.sharing import Shared
from articles.models.taxonomy import Section, Tag
from articles.models.versions import Versioned
from articles.models.withdrawal import Withdrawal
from articles.permissions import Person
from articles.revisions.content import content_of, with_columns
from articles.story_html import StoryField

if TYPE_CHECKING:
    from django.contrib.auth.models import User
# A story that so many of its section have followed is on no other page for its section's sake.
NEW_IN_SECTION = 20


def _signed_by() -> Prefetch[Any]:
    return Prefetch("bylines", queryset=Byline.objects.select_related("author"))


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, at: datetime | None = None) -> Self:
        """Stories that everybody may read. Every public query starts here."""
        return self.filter(public_at(at or timezone.now()))

    def indexable(self) -> Self:
        """Stories that search engines may list, under the address that they have here."""
        return self.filter(noindex=False, canonical_url="")

    def withdrawn(self) -> Self:
        """Stories that were public once and are not now: their addresses answer 410."""
        now = timezone.now()
        not_public = Q(published_at=None) | Q(published_at__gt=now) | Q(ends_at__lte=now)
        return self.filter(not_public, first_published_at__lte=now)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")

    def for_list(self) -> Self:
        """Load what a list of stories shows, and leave the text out."""
        return self.defer("body").select_related("section", "lead_picture").prefetch_related(_signed_by())

    def for_address(self) -> Self:
        """Load what tells where a story stands and whether a kept copy of its page is still right."""
        return self.only("slug", "first_published_at", "version")

    def for_page(self) -> Self:
        """Load what an article's page, or a feed with full text, shows."""
        shown = self.select_related("section", "lead_picture", "social_picture")
        return shown.prefetch_related(_signed_by(), "tags", "corrections")

    def showing(self, *pictures: Picture) -> Self:
        """Stories that show one of these pictures, as their lead or in their text, or will by their working version."""
        numbers = [picture.pk for picture in pictures]
        shown = Q(lead_picture__in=numbers) | Q(working__content__lead_picture__in=numbers)
        shown |= Q(social_picture__in=numbers) | Q(working__content__social_picture__in=numbers)
        for number in numbers:
            mark = f'data-file="{number}"'
            shown |= Q(body__contains=mark) | Q(working__content__body__icontains=mark)
        return self.filter(shown)

    def point_at_file_of(self, picture: Picture) -> None:
        """Load a picture that has another file now from that one, in all these stories. Call it in a transaction."""
        for article in list(self.showing(picture).only("body")):
            body = pointing_at_file(article.body, picture)
            Article.objects.filter(pk=article.pk).update(body=body, version=F("version") + 1, saved_at=timezone.now())

    def replace_picture(self, old: Picture, new: Picture, *, by: Person) -> int:
        """Show one picture in place of another in all these stories; return how many. Call it in a transaction."""
        stories = list(self.showing(old))
        for story in stories:
            story.replace_picture(old, new, by=by)
        return len(stories)

    def with_change_due(self, at: datetime | None = None) -> Self:
        """Stories whose working version has reached its time; served by `article_change_due`."""
        return self.filter(change_at__lte=at or timezone.now())

    def bump_version(self) -> int:
        """Make every kept copy of these pages out of date. Call it in the transaction of whatever they show."""
        return self.update(version=F("version") + 1)

    def placing(self, article: Article) -> Self:
        """Return the other stories on whose pages people have put this one: its series, and where it is picked."""
        series = Article.objects.filter(part__series__parts__article=article)
        picking = Article.objects.filter(related_stories__related=article)
        return self.exclude(pk=article.pk).filter(Q(pk__in=series.values("pk")) | Q(pk__in=picking.values("pk")))

    def like(self, article: Article) -> Self:
        """Return the other stories whose pages may show this one because it is like them."""
        alike = Q(pk__in=Article.objects.filter(tags__in=article.tags.values("pk")).values("pk"))
        if article.is_new_in_its_section():
            alike |= Q(section=article.section_id)
        return self.exclude(pk=article.pk).filter(alike)

    def unpublish(self, *, by: User | None, reason: str) -> int:
        """Take those of these stories offline that are public or scheduled; return how many were."""
        now = timezone.now()
        public = list(self.published(now).values_list("pk", flat=True))
        Withdrawal.objects.bulk_create(Withdrawal(article_id=pk, by=by, reason=reason) for pk in public)
        never_seen = When(first_published_at__gt=now, then=None)
        done = self.exclude(published_at=None).update(
            published_at=None,
            first_published_at=Case(never_seen, default=F("first_published_at")),
            saved_at=now,
        )
        # Their names stand on pages of other stories, in series and as what to read next.
        Article.objects.all().bump_version()
        return done

    def move_to(self, section: Section) -> int:
        """Put those of these stories into a section that are in another one; return how many were."""
        return self.exclude(section=section).update(section=section, saved_at=timezone.now(), version=F("version") + 1)

    def add_tag(self, tag: Tag) -> int:
        """Give a tag to those of these stories that have it not; return how many had it not."""
        numbers = list(self.exclude(tags=tag).values_list("pk", flat=True))
        link = Article.tags.through
        link.objects.bulk_create([link(article_id=number, tag=tag) for number in numbers], ignore_conflicts=True)
        changed = Article.objects.filter(pk__in=numbers)
        return changed.update(saved_at=timezone.now(), version=F("version") + 1)

    def record_origins(self) -> None:
        """Keep what those of these stories hold that have no revision yet; the same few statements for one or many."""
        Revision.objects.bulk_create(
            Revision(article=story, number=1, content=content_of(story), made_at=story.saved_at)
            for story in self.filter(revisions=None).prefetch_related("bylines", "tags")
        )

    def record(self, *, by: Any) -> None:
        """Keep what these stories hold now as a revision of each."""
        stories: Any = self.annotate(newest=Max("revisions__number")).prefetch_related("bylines", "tags")
        now = timezone.now()
        Revision.objects.bulk_create(
            Revision(
                article=story,
                number=(story.newest or 0) + 1,
                content=content_of(story),
                made_by=by,
                made_at=now,
                published_at=now if story.is_published else None,
            )
            for story in stories
        )

    def close_comments(self) -> int:
        """Stop comments on those of these stories that take any; return how many did."""
        return self.filter(comments_open=True).update(comments_open=False, version=F("version") + 1)

    def open_comments(self) -> int:
        """Take comments again on those of these stories that were closed; return how many were."""
        return self.filter(comments_open=False).update(comments_open=True, version=F("version") + 1)


class Article(Versioned, Shared):
    class Step(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("waiting for publication")
        RETURNED = "returned", _("returned to its author")

    headline = models.CharField(_("headline"), max_length=200)
    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        help_text=_(
            "The end of the story's address, made from the headline. An address that readers know leads to a new one."
        ),
    )
    standfirst = models.TextField(
        _("standfirst"), max_length=500, blank=True, help_text=_("One or two sentences between headline and text.")
    )
    body = StoryField(_("text"), blank=True, max_length=200_000)
    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles", verbose_name=_("authors"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles", verbose_name=_("tags"))
    lead_picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )
    step = models.CharField(_("step"), max_length=20, choices=Step, default=Step.DRAFT, editable=False)
    published_at = models.DateTimeField(_("publication date"), null=True, blank=True, editable=False)
    first_published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(
        _("public until"),
        null=True,
        blank=True,
        help_text=_("From this time on the address says that the story was taken offline. Empty: it stays."),
    )
    embargo_until = models.DateTimeField(
        _("embargoed until"),
        null=True,
        blank=True,
        help_text=_("Until this time the story is neither published nor shown outside the newsroom."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    # When readers last saw a change of more than spelling; the moment of publication until there is one.
    updated_at = models.DateTimeField(_("updated"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    comments_open = models.BooleanField(_("comments are open"), default=True)
    comment_count = models.PositiveIntegerField(_("published comments"), default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    # The number of a story that was imported from WordPress; its old addresses and its feed entries hold it.
    wordpress_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        permissions = [
            ("publish_article", _("Can publish, schedule and withdraw stories")),
            ("publish_in_section", _("Can publish, schedule and withdraw stories of the own sections")),
            ("break_embargo", _("Can publish stories before their embargo ends")),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_published_has_an_address",
                condition=Q(published_at=None) | Q(first_published_at__isnull=False),
                violation_error_message=_("A published story needs the date of its first publication."),
            ),
            models.CheckConstraint(
                name="article_change_has_a_version",
                condition=Q(change_at=None) | Q(working__isnull=False),
                violation_error_message=_("There is no change that could become public."),
            ),
        ]
        indexes = [
            models.Index(fields=["published_at", "id"], name="article_newest", condition=Q(published_at__isnull=False)),
            models.Index(fields=["section", "published_at", "id"], name="article_newest_of_section"),
            models.Index(fields=["change_at"], name="article_change_due", condition=Q(change_at__isnull=False)),
            # The desk's list: what it is narrowed by, in the order in which it stands.
            models.Index(
                fields=[
                    "-saved_at",
                    "-id",
                    "step",
                    "published_at",
                    "first_published_at",
                    "section",
                    "lead_picture",
                    "created_by",
                ],
                name="article_desk",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """Return the address, made of the month of the first publication; a draft shows what it would be today."""
        at = timezone.localtime(self.first_published_at or timezone.now())
        return reverse("articles:article", args=[at.year, at.month, self.slug])

    def publish(self, at: datetime | None = None, *, breaks_embargo_by: User | None = None) -> bool:
        """
        Make the story public now, or by itself at a time to come; return False if it moved since it was loaded.

        The address keeps the date under which readers first saw it; until then it follows the schedule. Raise
        Embargoed if that is before the embargo ends and nobody answers for it.
        """
        now = timezone.now()
        at = at or now
        broken = self.embargo_until if self.embargo_until and at < self.embargo_until else None
        if broken and breaks_embargo_by is None:
            raise Embargoed
        first = self.first_published_at
        ends_at = self.ends_at if self.ends_at and self.ends_at > at else None
        with transaction.atomic():
            self.bump_pages_naming()
            done = self._move(
                published_at=at,
                first_published_at=at if first is None or first > now else first,
                updated_at=at,
                ends_at=ends_at,
                step=self.Step.DRAFT,
            )
            if done and broken:
                self.embargo_acts.create(act=EmbargoAct.Act.BROKEN, until=broken, by=breaks_embargo_by)
            self.bump_pages_awaiting()
        return done

    def unpublish(
        self,
        *,
        by: User | None = None,
        kind: str = Withdrawal.Kind.OTHER,
        reason: str = "",
        public_sentence: str = "",
    ) -> bool:
        """
        Take the story offline; return False if it moved since it was loaded.

        Its address answers 410, with the sentence if there is one, or 404 if nobody can have read it yet. Who did it
        and why is kept where readers have known it.
        """
        if self.published_at is None:
            return False
        was_public = self.was_public
        with transaction.atomic():
            self.bump_pages_naming()
            done = self._move(published_at=None, first_published_at=self.first_published_at if was_public else None)
            if done and was_public:
                self.withdrawals.create(by=by, kind=kind, reason=reason, public_sentence=public_sentence)
        return done

    def correct(
        self,
        text: str,
        *,
        by: User | None,
        kind: str = Correction.Kind.CORRECTION,
        at: datetime | None = None,
        before: str = "",
        after: str = "",
    ) -> Correction:
        """Tell readers, with a date, what was wrong or what is new."""
        at = at or timezone.now()
        with transaction.atomic():
            note = self.corrections.create(text=text, kind=kind, at=at, by=by, before=before, after=after)
            self.mark_updated(at)
        return note

    def mark_updated(self, at: datetime | None = None) -> None:
        """Date the page, the feeds and the sitemap by a change that readers see."""
        at = at or timezone.now()
        type(self).objects.filter(pk=self.pk, updated_at__lt=at).update(updated_at=at)
        self.updated_at = max(self.updated_at, at)
        self.bump_version()

    def keep_address(self, slug: str) -> None:
        """Lead readers from a slug that the story had until now to the present one, in one hop and for ever."""
        if slug != self.slug and self.was_public:
            assert self.first_published_at is not None
            month = timezone.localtime(self.first_published_at)
            Address.objects.update_or_create(
                year=month.year, month=month.month, slug=slug, defaults={"article": self, "left_at": timezone.now()}
            )
        self.old_addresses.filter(slug=self.slug).delete()

    def request_publication(self) -> None:
        self.step = self.Step.IN_REVIEW
        self._save_transition("step")

    def return_to_author(self) -> None:
        self.step = self.Step.RETURNED
        self._save_transition("step")

    def bump_version(self) -> None:
        """Make the kept copies of this page out of date."""
        type(self).objects.filter(pk=self.pk).bump_version()
        self.version += 1

    def replace_picture(self, old: Picture, new: Picture, *, by: Person) -> None:
        """Show one picture in place of another, for readers and in the working version; each is a revision."""
        story = self.lock()
        story.record_origin()
        before = content_of(story)
        shown = with_picture_replaced(before, old, new)
        if shown != before:
            with_columns(story, shown)
            story.save(update_fields=["body", "lead_picture", "updated_at"])
            revision = story.record(shown, by=by)
            if story.is_published:
                story.mark_as_public(revision, timezone.now())
        if story.working:
            story.propose(story.record(with_picture_replaced(story.working.content, old, new), by=by))
        story.bump_version()

    def is_embargoed(self, now: datetime | None = None) -> bool:
        """Tell whether nobody outside the newsroom may see the story yet, by whatever link."""
        return self.embargo_until is not None and (now or timezone.now()) < self.embargo_until and not self.is_published

    def bump_pages_naming(self) -> None:
        """
        Make out of date every page that may name this story, because it goes or is called otherwise.

        Call it in the transaction of the change, while the story still is public.
        """
        if self.is_published:
            self.bump_pages_awaiting()
            Article.objects.all().like(self).bump_version()

    def bump_pages_awaiting(self) -> None:
        """Make out of date the pages on which people have put this story; what is like it finds it within the hour."""
        stories = Article.objects.all()
        (stories if self._is_announced() else stories.placing(self)).bump_version()

    def is_new_in_its_section(self) -> bool:
        """Tell whether pages that lack stories of their own subjects may show this one for its section."""
        newer = Article.objects.published().filter(section=self.section_id, published_at__gt=self.published_at)
        return newer[:NEW_IN_SECTION].count() < NEW_IN_SECTION

    def _is_announced(self) -> bool:
        """Tell whether a line of breaking news, which stands on every page, leads here."""
        return self.banners.filter(ends_at__gt=timezone.now()).exists()

    @property
    def is_published(self) -> bool:
        now = timezone.now()
        return self.published_at is not None and self.published_at <= now and not self.has_ended

    @property
    def is_scheduled(self) -> bool:
        return self.published_at is not None and self.published_at > timezone.now()

    @property
    def has_ended(self) -> bool:
        """Tell whether the time until which the story was to be public has passed."""
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def was_updated(self) -> bool:
        """Tell whether readers have seen a change of more than spelling since the publication."""
        return self.published_at is not None and self.updated_at > self.published_at

    @property
    def was_public(self) -> bool:
        """Tell whether readers have known the story's address, which then leads to it for ever."""
        return self.first_published_at is not None and self.first_published_at <= timezone.now()

    def _move(self, **columns: Any) -> bool:
        """
        Publish or withdraw the row if it still stands where this instance saw it, and tell whether it did.

        Whoever presses second changes nothing, and sees what the first one did.
        """
        seen = type(self).objects.filter(pk=self.pk, published_at=self.published_at)
        done = seen.update(version=F("version") + 1, saved_at=timezone.now(), **columns)
        self.refresh_from_db(fields=[*columns, "published_at", "first_published_at", "updated_at", "version"])
        return bool(done)

    def _save_transition(self, *fields: str) -> None:
        self.save(update_fields=[*fields, "saved_at"])
        self.bump_version()


class Byline(models.Model):
    """One author of one story; the order is the order in which they sign."""

    class Role(models.TextChoices):
        BY = "by", pgettext_lazy("role in a story", "text")
        WITH = "with", pgettext_lazy("role in a story", "with")
        PHOTOS = "photos", pgettext_lazy("role in a story", "photos")
        ILLUSTRATION = "illustration", pgettext_lazy("role in a story", "illustration")
        TRANSLATION = "translation", pgettext_lazy("role in a story", "translation")

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines", verbose_name=_("author"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.BY)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="byline_once_per_author",
                violation_error_message=_("This author signs the story already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.author)
