from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.addresses.paths import path_of
from articles.library.use import pointing_at_file, with_other_picture, with_picture_replaced
from articles.models.address import Address
from articles.models.assignment import Assignment
from articles.models.author import Author
from articles.models.correction import Correction
from articles.models.live import Live, LiveEntry
from articles.models.many import ManyAtOnce
from articles.models.picture import Picture
from articles.models.public import public_at
from articles.models.remark import Remark
from articles.models.sharing import Shared
from articles.models.steps import State, Step, Stepped
from articles.models.taxonomy import Section, Tag
from articles.models.translation import Translated
from articles.models.versions import Versioned
from articles.permissions import PUBLISH, Person, mine, readable, worked_on
from articles.revisions.content import content_of, with_columns
from articles.story_html import StoryField

# A story that so many of its section have followed is on no other page for its section's sake.
NEW_IN_SECTION = 20


LISTED = [
    "headline",
    "standfirst",
    "slug",
    "language",
    "published_at",
    "first_published_at",
    "updated_at",
    "ends_at",
    "change_at",
    "working",
    "live_started_at",
    "live_ended_at",
    "comment_count",
    *(f"section__{name}" for name in ("name", "slug", "position")),
    *(f"lead_picture__{name}" for name in ("file", "width", "height", "sized_as", "sizes")),
    *(f"lead_picture__{name}" for name in ("alternative_text", "is_decorative", "focus_x", "focus_y")),
]


class ArticleQuerySet(ManyAtOnce):
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

    def in_state(self, state: State) -> Self:
        """Stories that stand here now: the twin of `Article.state`."""
        now = timezone.now()
        match state:
            case State.SCHEDULED:
                return self.filter(published_at__gt=now)
            case State.PUBLISHED:
                return self.published(now).exclude(step=Step.ARCHIVED)
            case State.WITHDRAWN:
                return self.withdrawn().filter(step=Step.DRAFT).exclude(published_at__gt=now)
            case State.DRAFT:
                return self.filter(published_at=None, step=Step.DRAFT).exclude(first_published_at__lte=now)
            case State.ARCHIVED:
                return self.published(now).filter(step=Step.ARCHIVED)
        return self.filter(published_at=None, step=state)

    def of(self, user: User) -> Self:
        """Stories that are this person's: begun, signed or to be written by them."""
        return self.filter(mine(user))

    def worked_on_by(self, user: User) -> Self:
        """Stories into whose remarks and history this person looks: the own ones, and those that she may publish."""
        return self.filter(worked_on(user))

    def readable_by(self, user: User) -> Self:
        """Stories that this person may read at the desk: those worked on, and what is public."""
        return self.filter(readable(user))

    def with_open_remarks(self, user: User) -> Self:
        """Count the remarks that nobody has resolved and this person may read, as `open_remark_count`."""
        counted = Remark.objects.open().filter(article=OuterRef("pk")).order_by().values("article")
        if not user.has_perm(PUBLISH):
            counted = counted.filter(article__in=Article.objects.worked_on_by(user).values("pk"))
        count = Subquery(counted.annotate(count=Count("pk")).values("count"), output_field=models.IntegerField())
        return self.annotate(open_remark_count=Coalesce(count, 0))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")

    def for_list(self) -> Self:
        """
        Load what a card of a list shows of a story, and what tells until when it is right; all else is deferred.

        Its bylines are in `signed_by`.
        """
        shown = self.only(*LISTED).select_related("section", "lead_picture")
        bylines = Byline.objects.select_related("author").only("article", "role", "author__name", "author__slug")
        return shown.prefetch_related(Prefetch("bylines", bylines, to_attr="signed_by"))

    def for_address(self) -> Self:
        """Load what tells where a story stands and whether a kept copy of its page is still right."""
        return self.only("slug", "first_published_at", "version", "live_started_at", "live_ended_at", "live_newest")

    def for_page(self) -> Self:
        """Load what an article's page, or a feed with full text, shows."""
        shown = self.select_related("section", "lead_picture", "social_picture")
        bylines = Prefetch("bylines", Byline.objects.select_related("author"))
        return shown.prefetch_related(bylines, "tags", "corrections")

    def showing(self, *pictures: Picture) -> Self:
        """Stories that show one of these pictures, as their lead or in their text, or will by their working version."""
        numbers = [picture.pk for picture in pictures]
        shown = Q(lead_picture__in=numbers) | Q(working__content__lead_picture__in=numbers)
        shown |= Q(social_picture__in=numbers) | Q(working__content__social_picture__in=numbers)
        for number in numbers:
            mark = f'data-file="{number}"'
            shown |= Q(body__contains=mark) | Q(working__content__body__icontains=mark)
            shown |= Q(pk__in=LiveEntry.objects.filter(text__contains=mark).values("article"))
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

    def linking_to(self, article: Article) -> Self:
        """Stories whose text links to this one. It reads every text: for what happens seldom, such as publishing."""
        return self.filter(body__contains=f' data-article="{article.pk}"')

    def with_change_due(self, at: datetime | None = None) -> Self:
        """Stories whose working version has reached its time; served by `article_change_due`."""
        return self.filter(change_at__lte=at or timezone.now())

    def bump_version(self) -> int:
        """Make every kept copy of these pages out of date. Call it in the transaction of whatever they show."""
        return self.update(version=F("version") + 1)

    def placing(self, article: Article) -> Self:
        """Return the other stories that people have put this one on: of its series, picking it, its translations."""
        series = Article.objects.filter(part__series__parts__article=article)
        picking = Article.objects.filter(related_stories__related=article)
        placing = Q(pk__in=series.values("pk")) | Q(pk__in=picking.values("pk"))
        if article.translation_group_id is not None:
            placing |= Q(translation_group=article.translation_group_id)
        return self.exclude(pk=article.pk).filter(placing)

    def like(self, article: Article) -> Self:
        """Return the other stories whose pages may show this one because it is like them."""
        alike = Q(pk__in=Article.objects.filter(tags__in=article.tags.values("pk")).values("pk"))
        if article.is_new_in_its_section():
            alike |= Q(section=article.section_id)
        return self.exclude(pk=article.pk).filter(alike)


class Article(Stepped, Versioned, Shared, Live, Translated):
    # What `for_list` loads: a list costs half of what a set of rows does.
    signed_by: list[Byline]

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
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    comments_open = models.BooleanField(_("comments are open"), default=True)
    comment_count = models.PositiveIntegerField(_("published comments"), default=0, editable=False)
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
            models.CheckConstraint(
                name="article_archived_is_public",
                condition=Q(step=Step.ARCHIVED, archived_at__isnull=False, published_at__isnull=False)
                | (~Q(step=Step.ARCHIVED) & Q(archived_at=None)),
                violation_error_message=_("Only a published story is archived."),
            ),
            models.UniqueConstraint(
                name="article_one_translation_per_language",
                fields=["translation_group", "language"],
                violation_error_message=_("There is a translation into this language already."),
            ),
        ]
        indexes = [
            models.Index(fields=["published_at", "id"], name="article_newest", condition=Q(published_at__isnull=False)),
            models.Index(fields=["section", "published_at", "id"], name="article_newest_of_section"),
            # Readers' search, and the count of what is published on the desk: all that decides about a story, without
            # a look at its row.
            models.Index(
                fields=["-published_at", "-id", "ends_at", "section", "step", "created_by"],
                name="article_search",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(fields=["change_at"], name="article_change_due", condition=Q(change_at__isnull=False)),
            # The desk's list: what it is narrowed by, in the order in which it stands.
            models.Index(
                fields=[
                    "-saved_at",
                    "-id",
                    "step",
                    "published_at",
                    "first_published_at",
                    "ends_at",
                    "section",
                    "lead_picture",
                    "created_by",
                ],
                name="article_desk",
            ),
            models.Index(
                fields=["headline", "-saved_at", "-id", "step", "published_at", "created_by"],
                name="article_desk_by_headline",
            ),
            models.Index(fields=["step", "-saved_at"], name="article_under_way", condition=Q(published_at=None)),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """Return the address, made of the month of the first publication; a draft shows what it would be today."""
        return path_of("articles:article", *self.address_parts)

    @property
    def address_parts(self) -> tuple[int, int, str]:
        at = timezone.localtime(self.first_published_at or timezone.now())
        return at.year, at.month, self.slug

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
        """
        Tell readers, with a date, what was wrong or what is new.

        At a time to come the note waits with the change that is scheduled for then, which dates the page.
        """
        now = timezone.now()
        with transaction.atomic():
            note = self.corrections.create(text=text, kind=kind, at=at or now, by=by, before=before, after=after)
            if note.at <= now:
                self.mark_updated(note.at)
        return note

    def told_notes(self) -> list[Correction]:
        """Return the notes that readers may know, newest first; no query where the notes were loaded."""
        now = timezone.now()
        return [note for note in self.corrections.all() if note.at <= now]

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
            story.save(update_fields=["body", "lead_picture", "social_picture", "saved_at"])
            revision = story.record(shown, by=by)
            if story.is_published:
                story.mark_as_public(revision, timezone.now())
        for entry in story.live_entries.filter(text__contains=f'data-file="{old.pk}"'):
            story.live_entries.filter(pk=entry.pk).update(text=with_other_picture(str(entry.text), old, new))
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
            from articles.models.neighbours import neighbours_of

            self.bump_pages_awaiting()
            Article.objects.all().like(self).bump_version()
            Article.objects.filter(pk__in=[story.pk for story in neighbours_of(self) if story]).bump_version()

    def bump_pages_awaiting(self) -> None:
        """Make out of date the pages on which people have put this story; what is like it finds it within the hour."""
        stories = Article.objects.all()
        (stories if self._is_announced() else stories.placing(self)).bump_version()
        stories.linking_to(self).bump_version()

    def is_new_in_its_section(self) -> bool:
        """Tell whether pages that lack stories of their own subjects may show this one for its section."""
        newer = Article.objects.published().filter(section=self.section_id, published_at__gt=self.published_at)
        return newer[:NEW_IN_SECTION].count() < NEW_IN_SECTION

    def _is_announced(self) -> bool:
        """Tell whether a line of breaking news, which stands on every page, leads here."""
        return self.banners.filter(ends_at__gt=timezone.now()).exists()

    def people(self) -> models.QuerySet[User]:
        """Return whose story this is: who began it, who signs it and who is to write it."""
        signs = Byline.objects.filter(article=self.pk, author__user__isnull=False).values("author__user")
        writes = Assignment.objects.filter(article=self.pk, assignee__isnull=False).values("assignee")
        whose = Q(pk=self.created_by_id) | Q(pk__in=signs) | Q(pk__in=writes)
        return User.objects.filter(whose, is_active=True).order_by("pk")

    def open_remarks(self) -> int:
        """Count the colleagues' remarks that nobody has resolved yet."""
        return self.remarks.open().count()


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
