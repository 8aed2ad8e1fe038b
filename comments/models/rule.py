"""
Rules that people switch on, the entries of their lists, and what each of them matched.

A rule is off until somebody has seen what it would have done. Whatever it does is done by the worker, through the
methods of `CommentQuerySet`, and stands as a `RuleHit`; a person can take it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Section
from comments.models.reason import RejectionReason

if TYPE_CHECKING:
    from comments.models.comment import Comment  # noqa: F401  # the name in ForeignKey["Comment"]

NAME_MAX = 80
ENTRY_MAX = 500
ENTRIES_AT_ONCE = 5000


# In SQL because every page of a story that is rendered anew asks it.
THAT_PUBLISH = """
    SELECT id, name, section_id, ends_at FROM comments_rule WHERE is_on AND action = 'approve' ORDER BY position, id
"""


class RuleQuerySet(models.QuerySet["Rule"]):
    def in_force(self, at: datetime) -> Self:
        """Rules that are on and have not ended, in the order in which they are tried."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), is_on=True).order_by("position", "pk")

    def publishing(self, at: datetime) -> list[Rule]:
        """Return those in force that publish what they match, with their names, sections and ends."""
        return [rule for rule in self.raw(THAT_PUBLISH) if not rule.has_ended(at)]


class Rule(models.Model):
    class Action(models.TextChoices):
        APPROVE = "approve", _("publish")
        HOLD = "hold", _("hold for a person")
        SPAM = "spam", _("move to spam")
        REJECT = "reject", _("reject with a reason")
        CLOSE = "close", _("close the thread")
        HIDE = "hide", _("hide until reviewed")

    name = models.CharField(_("name"), max_length=NAME_MAX)
    action = models.CharField(_("action"), max_length=10, choices=Action, default=Action.HOLD)
    reason = models.ForeignKey(
        RejectionReason,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reason"),
        help_text=_("What the author of a rejected comment reads."),
    )
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section"),
        help_text=_("Empty: the whole site."),
    )
    # What must all be true of a comment: the parameters of each condition by its name, see comments.rules.conditions.
    conditions = models.JSONField(_("conditions"), default=dict)
    # Counts the changes of what it matches and does, so that a rehearsal counts for what it was made with.
    edition = models.PositiveIntegerField(default=1, editable=False)
    is_on = models.BooleanField(_("is on"), default=False, editable=False)
    ends_at = models.DateTimeField(
        _("ends"), null=True, blank=True, help_text=_("From then on it does nothing. Empty: it has no end.")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Rules are tried from the lowest number to the highest.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("by")
    )
    switched_at = models.DateTimeField(_("switched"), null=True, editable=False)
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("by")
    )

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        default_permissions = ()
        permissions = [("change_rules", _("Can write rules and switch them on and off"))]
        constraints = [
            models.CheckConstraint(
                name="rule_action_is_known",
                condition=Q(action__in=["approve", "hold", "spam", "reject", "close", "hide"]),
            ),
            models.CheckConstraint(
                name="rule_rejects_for_a_reason",
                condition=~Q(action="reject") | Q(reason__isnull=False),
                violation_error_message=_("Choose the reason that the author of a rejected comment reads."),
            ),
            models.CheckConstraint(
                name="rule_is_switched_on_by_somebody",
                condition=Q(is_on=False) | Q(switched_at__isnull=False, switched_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["position", "id"], name="rule_in_force", condition=Q(is_on=True))]

    def __str__(self) -> str:
        return self.name

    def switch_on(self, *, by: User, edition: int) -> bool:
        """Switch it on as it was rehearsed; tell whether it still is that edition."""
        return self._switch(by, is_on=True, edition=edition)

    def switch_off(self, *, by: User) -> bool:
        return self._switch(by, is_on=False)

    def note_change(self, before: Rule | None = None) -> None:
        """
        Count a change of what it matches or does: it is off until somebody has seen it rehearsed again.

        `before` is what it was, where its columns have changed.
        """
        rows = type(self).objects.filter(pk=self.pk)
        with transaction.atomic():
            was_on = rows.select_for_update().values_list("is_on", flat=True).get()
            rows.update(edition=F("edition") + 1, is_on=False)
            if was_on:
                (before or self).outdate_pages()
        self.refresh_from_db(fields=["edition", "is_on"])

    def outdate_pages(self) -> None:
        """Where it publishes, make what its stories' pages say of that out of date. Call it in its transaction."""
        if self.action == self.Action.APPROVE:
            stories = Article.objects.filter(section=self.section_id) if self.section_id else Article.objects.all()
            stories.bump_version()

    def replace_entries(
        self, entries: Iterable[RuleEntry], *, imported: bool = False, before: Rule | None = None
    ) -> int:
        """
        Put these entries in place of those that were typed, or of those that were imported; return how many.

        `before` is as in `note_change`.
        """
        with transaction.atomic():
            self.entries.filter(is_imported=imported).delete()
            kept = self.entries.count()
            for chunk in batched(entries, ENTRIES_AT_ONCE):
                for entry in chunk:
                    entry.rule, entry.is_imported = self, imported
                RuleEntry.objects.bulk_create(chunk, ignore_conflicts=True)
            self.note_change(before)
            return self.entries.count() - kept

    def has_ended(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at

    def _switch(self, by: User, *, is_on: bool, **as_it_is: Any) -> bool:
        rows = type(self).objects.filter(pk=self.pk, is_on=not is_on, **as_it_is)
        with transaction.atomic():
            switched = rows.update(is_on=is_on, switched_at=timezone.now(), switched_by=by)
            self.refresh_from_db(fields=["is_on", "switched_at", "switched_by", "edition", "action", "section"])
            if switched:
                self.outdate_pages()
        return bool(switched)


class RuleEntry(models.Model):
    """One line of a rule's lists, as it was written and as it is compared."""

    class Kind(models.TextChoices):
        WORD = "word", _("whole words")
        PART = "part", _("anywhere")
        EXACT = "exact", _("as written")
        PATTERN = "pattern", _("pattern")
        EMAIL = "email", _("e-mail address")
        DOMAIN = "domain", _("e-mail domain")
        NETWORK = "network", _("network address")
        HOST = "host", _("host of links")

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=ENTRY_MAX)
    is_imported = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="rule_entry_kind_is_known",
                condition=Q(kind__in=["word", "part", "exact", "pattern", "email", "domain", "network", "host"]),
            ),
            models.UniqueConstraint(fields=["rule", "kind", "text"], name="rule_entry_once"),
        ]

    def __str__(self) -> str:
        return self.text


class RuleHitQuerySet(models.QuerySet["RuleHit"]):
    def acts(self) -> Self:
        """What rules did, beside what they only noticed."""
        return self.filter(acted=True)

    def holding(self) -> Self:
        """What keeps every rule from publishing a comment: held or hidden, and not released by a person."""
        return self.filter(Q(action=Rule.Action.HOLD) | Q(action=Rule.Action.HIDE), taken_back_at=None)

    def uphold(self, *, by: User) -> int:
        """Note that a person looked at these acts and left them as they are."""
        standing = self.acts().filter(taken_back_at=None, upheld_at=None)
        return standing.update(upheld_at=timezone.now(), upheld_by=by)


class RuleHit(models.Model):
    """
    A rule that matched a comment: what matched and where, and whether it was the one that acted.

    A rule matches a revision of a comment once, so nothing that a person took back is done again.
    """

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="rule_hits")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="hits", verbose_name=_("rule"))
    revision = models.PositiveIntegerField(default=1)
    action = models.CharField(_("action"), max_length=10, choices=Rule.Action)
    acted = models.BooleanField(default=False)
    # Each is a name of a condition with what it found: see comments.rules.matches.
    matched = models.JSONField(default=list)
    created_at = models.DateTimeField(_("at"))
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    upheld_at = models.DateTimeField(null=True)
    upheld_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = RuleHitQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("act of a rule")
        verbose_name_plural = _("acts of rules")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["comment", "rule", "revision"], name="rule_hit_once_per_revision"),
        ]
        indexes = [
            models.Index(fields=["rule", "created_at", "id"], name="rule_hit_acts", condition=Q(acted=True)),
            models.Index(fields=["created_at"], name="rule_hit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} → {self.comment_id}"
