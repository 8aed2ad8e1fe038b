"""
The whole schema in one step, for a new database; one that has begun on the steps before goes on with those.

What those did besides the schema is asked of them, and moves here when they go.
"""

from importlib import import_module
from django.conf import settings
import comments.models.comment
import comments.models.search_text
import django.core.validators
import django.db.models.deletion
import uuid

from django.db import migrations, models


def step(name):
    return import_module(f"comments.migrations.{name}")


def on_this_database(name):
    """Return the statements of a step that only one of the databases understands."""
    its = step(name)
    return migrations.RunPython(its.run(its.SQLITE, its.POSTGRESQL), its.run(its.SQLITE_BACK, its.POSTGRESQL_BACK))


def data_of(name, function):
    return migrations.RunPython(getattr(step(name), function), migrations.RunPython.noop)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("comments", "0001_initial"),
        ("comments", "0002_groups_and_reasons"),
        ("comments", "0003_screening"),
        ("comments", "0004_desk"),
        ("comments", "0005_find_comments"),
        ("comments", "0006_shift"),
        ("comments", "0007_rules"),
        ("comments", "0008_readers"),
        ("comments", "0009_feedback_of_what_people_undid"),
        ("comments", "0010_house"),
        ("comments", "0011_addresses"),
        ("comments", "0012_readers_side"),
        ("comments", "0013_following"),
        ("comments", "0014_search"),
    ]

    dependencies = [
        ("articles", "0014_search"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AkismetService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("well", "answers"),
                            ("away", "does not answer"),
                            ("busy", "asks us to wait"),
                            ("refused", "refuses the key"),
                        ],
                        default="well",
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=40)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("failed_comment", models.BigIntegerField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("paused_until", models.DateTimeField(null=True)),
                ("alert_code", models.CharField(blank=True, max_length=20)),
                ("alert_message", models.CharField(blank=True, max_length=500)),
                ("alert_url", models.CharField(blank=True, max_length=500)),
                ("operator_told_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="akismet_service_is_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="comments.comment",
                    ),
                ),
                ("author_name", models.CharField(max_length=100, verbose_name="name")),
                ("author_email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("author_url", models.CharField(blank=True, max_length=200, verbose_name="site")),
                ("body", models.TextField(max_length=5000, verbose_name="comment")),
                ("public_body", models.TextField(blank=True, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("submitted_at", models.DateTimeField(verbose_name="sent")),
                ("ip_address", models.GenericIPAddressField(blank=True, null=True, verbose_name="address")),
                ("user_agent", models.CharField(blank=True, max_length=500, verbose_name="browser")),
                ("referrer", models.CharField(blank=True, max_length=500, verbose_name="came from")),
                ("seconds_open", models.FloatField(editable=False, null=True)),
                ("marks", models.JSONField(blank=True, default=list, verbose_name="noticed")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("fr", "French"), ("en", "English"), ("other", "another one"), ("", "cannot be told")],
                        editable=False,
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("link_count", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="links")),
                (
                    "newsroom_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="newsroom",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=80)),
                ("depth", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "waiting"),
                            ("approved", "published"),
                            ("rejected", "rejected"),
                            ("spam", "spam"),
                            ("withdrawn", "withdrawn by its author"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("open_reports", models.PositiveIntegerField(default=0, editable=False)),
                ("reported_at", models.DateTimeField(editable=False, null=True)),
                ("featured_at", models.DateTimeField(editable=False, null=True)),
                (
                    "featured_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("announced_at", models.DateTimeField(editable=False, null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not screened yet"),
                            ("ham", "not spam"),
                            ("spam", "spam"),
                            ("discard", "blatant spam"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("screened_at", models.DateTimeField(editable=False, null=True, verbose_name="screened")),
                ("told", models.JSONField(editable=False, null=True)),
                ("answer", models.JSONField(default=dict, editable=False)),
                ("screen_after", models.DateTimeField(editable=False, null=True)),
                (
                    "recheck_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recheck_queue", "a moderator asked for a fresh opinion"),
                            ("recheck", "the first verdict was provisional"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("screening_attempts", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "screening_error",
                    models.CharField(blank=True, editable=False, max_length=40, verbose_name="last error"),
                ),
                ("lease", models.CharField(blank=True, editable=False, max_length=32)),
                ("leased_until", models.DateTimeField(editable=False, null=True)),
                ("reported_as", models.CharField(blank=True, editable=False, max_length=4)),
                ("report_after", models.DateTimeField(editable=False, null=True)),
                ("report_attempts", models.PositiveIntegerField(default=0, editable=False)),
                ("rules_due_at", models.DateTimeField(editable=False, null=True)),
                ("address_hash", models.CharField(blank=True, editable=False, max_length=32)),
                ("email_hash", models.CharField(blank=True, editable=False, max_length=32)),
                ("body_hash", models.CharField(blank=True, editable=False, max_length=32)),
                ("submission_key", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                (
                    "receipt_nonce",
                    models.CharField(default=comments.models.comment.new_receipt_nonce, editable=False, max_length=32),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["-submitted_at", "-id"],
                "permissions": [
                    ("moderate_comment", "Can moderate comments"),
                    ("answer_as_newsroom", "Can answer comments as the newsroom"),
                    ("feature_comment", "Can feature comments"),
                    ("export_personal_data", "Can see all that is known of a commenter"),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "approved")), fields=["article", "path"], name="comment_thread"
                    ),
                    models.Index(fields=["article", "path"], name="comment_ancestors"),
                    models.Index(
                        condition=models.Q(("decided_at__isnull", False), ("status", "approved")),
                        fields=["article", "decided_at"],
                        name="comment_newly_published",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("status", "pending"), models.Q(("verdict", ""), ("verdict", "ham"), _connector="OR")
                        ),
                        fields=["submitted_at", "id"],
                        name="comment_queue_review",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(
                                ("status", "pending"),
                                models.Q(("verdict", "spam"), ("verdict", "discard"), _connector="OR"),
                            ),
                            ("status", "spam"),
                            _connector="OR",
                        ),
                        fields=["submitted_at", "id"],
                        name="comment_queue_spam",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("status", "pending"), ("verdict", "spam")), ("status", "spam"), _connector="OR"
                        ),
                        fields=["submitted_at", "id"],
                        name="comment_spam_in_sight",
                    ),
                    models.Index(
                        condition=models.Q(("status", "approved")),
                        fields=["submitted_at", "id"],
                        name="comment_queue_approved",
                    ),
                    models.Index(
                        condition=models.Q(("status", "rejected")),
                        fields=["submitted_at", "id"],
                        name="comment_queue_rejected",
                    ),
                    models.Index(
                        condition=models.Q(("screen_after__isnull", False)),
                        fields=["screening_attempts", "-id", "screen_after"],
                        name="comment_to_screen",
                    ),
                    models.Index(fields=["body_hash", "submitted_at"], name="comment_same_text"),
                    models.Index(fields=["email_hash", "status", "submitted_at"], name="comment_same_email"),
                    models.Index(
                        condition=models.Q(("reported_at__isnull", False), ("status", "approved")),
                        fields=["reported_at", "id"],
                        name="comment_queue_reported",
                    ),
                    models.Index(
                        condition=models.Q(("featured_at__isnull", False)),
                        fields=["article", "-featured_at"],
                        name="comment_featured",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("decided_at", None),
                            ("recheck_reason", ""),
                            ("rules_due_at", None),
                            ("status", "pending"),
                            ("verdict", "ham"),
                        ),
                        fields=["article"],
                        name="comment_not_in_doubt",
                    ),
                    models.Index(fields=["screened_at"], name="comment_screened"),
                    models.Index(
                        condition=models.Q(("announced_at", None), ("status", "approved")),
                        fields=["decided_at"],
                        name="comment_to_announce",
                    ),
                    models.Index(
                        condition=models.Q(("decided_by__isnull", False)), fields=["decided_at"], name="comment_decided"
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    models.Q(("reported_as", "spam"), ("status", "approved")),
                                    models.Q(("reported_as", "ham"), ("status", "spam")),
                                    models.Q(("reported_as", "spam"), ("status", "pending"), ("verdict", "ham")),
                                    models.Q(
                                        ("reported_as", "ham"),
                                        ("status", "pending"),
                                        models.Q(("verdict", "spam"), ("verdict", "discard"), _connector="OR"),
                                    ),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("decided_by__isnull", False),
                                    models.Q(("decided_at", None), ("status", "pending")),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("decided_by", None),
                                models.Q(
                                    models.Q(("reported_as", "spam"), ("status", "approved"), ("verdict", "ham")),
                                    models.Q(
                                        ("reported_as", "ham"),
                                        ("status", "spam"),
                                        models.Q(("verdict", "spam"), ("verdict", "discard"), _connector="OR"),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        fields=["decided_at"],
                        name="comment_to_report",
                    ),
                    models.Index(fields=["address_hash", "submitted_at"], name="comment_limits"),
                    models.Index(fields=["submitted_at"], name="comment_came_in"),
                    models.Index(
                        condition=models.Q(
                            ("status", "pending"),
                            models.Q(("verdict", "spam"), ("verdict", "discard"), _connector="OR"),
                        ),
                        fields=["verdict", "submitted_at", "id"],
                        name="comment_spam_waits",
                    ),
                    models.Index(
                        condition=models.Q(("rules_due_at__isnull", False)),
                        fields=["rules_due_at", "id"],
                        name="comment_rules_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["pending", "approved", "rejected", "spam", "withdrawn"])),
                        name="comment_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["", "ham", "spam", "discard"])),
                        name="comment_verdict_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("open_reports", 0), ("reported_at", None)),
                            models.Q(("open_reports__gt", 0), ("reported_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="comment_reported_at_with_reports",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskPreferences",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="desk_preferences",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "keys_on",
                    models.BooleanField(
                        default=True,
                        help_text="Switched off, the desk listens to no key; voice control and some screen readers need that.",
                        verbose_name="Decide with single keys",
                    ),
                ),
                ("digest_on", models.BooleanField(default=False, verbose_name="Send me a mail when comments pile up")),
                (
                    "digest_waiting",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=50,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="when at least this many wait for review",
                    ),
                ),
                (
                    "digest_hours",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(336),
                        ],
                        verbose_name="or when the oldest has waited for this many hours",
                    ),
                ),
                (
                    "digest_every",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "an hour"), (4, "four hours"), (12, "twelve hours"), (24, "a day")],
                        default=4,
                        verbose_name="at most one mail in",
                    ),
                ),
                ("digest_sent_at", models.DateTimeField(editable=False, null=True)),
                ("digest_sent_count", models.CharField(blank=True, editable=False, max_length=5)),
                ("digest_sent_oldest_at", models.DateTimeField(editable=False, null=True)),
                ("feed_hash", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("feed_made_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "preferences at the desk",
                "verbose_name_plural": "preferences at the desk",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("digest_on", False),
                            ("digest_waiting__isnull", False),
                            ("digest_hours__isnull", False),
                            _connector="OR",
                        ),
                        name="digest_has_a_threshold",
                        violation_error_message="Say when to send it: a number of comments, a number of hours, or both.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DiscussionChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.section"
                    ),
                ),
                ("is_site", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("changes", models.JSONField(verbose_name="changes")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "change of discussion settings",
                "verbose_name_plural": "changes of discussion settings",
                "ordering": ["-at", "-id"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["-at", "-id"], name="discussion_change_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("article__isnull", False), ("is_site", False), ("section", None)),
                            models.Q(("article", None), ("is_site", False), ("section__isnull", False)),
                            models.Q(("article", None), ("is_site", True), ("section", None)),
                            _connector="OR",
                        ),
                        name="discussion_change_has_one_scope",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DiscussionSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
                (
                    "section",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.section"
                    ),
                ),
                ("is_site", models.BooleanField(default=False)),
                ("slow_seconds", models.PositiveIntegerField(null=True, verbose_name="slow mode")),
                ("is_premoderated", models.BooleanField(null=True, verbose_name="pre-moderation")),
                ("closes_after_days", models.PositiveSmallIntegerField(null=True, verbose_name="closes after days")),
                ("is_paused", models.BooleanField(null=True, verbose_name="pause")),
                (
                    "thread_order",
                    models.CharField(
                        choices=[
                            ("oldest", "Oldest first"),
                            ("newest", "Newest first"),
                            ("featured", "Chosen by the newsroom first"),
                        ],
                        max_length=10,
                        null=True,
                        verbose_name="order of the comments",
                    ),
                ),
                ("paused_at", models.DateTimeField(null=True, verbose_name="paused since")),
            ],
            options={
                "verbose_name": "discussion settings",
                "verbose_name_plural": "discussion settings",
                "permissions": [("change_discussion", "Can change the settings of discussions")],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("article__isnull", False), ("is_site", False), ("section", None)),
                            models.Q(("article", None), ("is_site", False), ("section__isnull", False)),
                            models.Q(("article", None), ("is_site", True), ("section", None)),
                            _connector="OR",
                        ),
                        name="discussion_has_one_scope",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_site", True)), fields=("is_site",), name="discussion_one_site"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("thread_order", None),
                            ("thread_order__in", ["oldest", "newest", "featured"]),
                            _connector="OR",
                        ),
                        name="discussion_order_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("changes", models.JSONField(verbose_name="changes")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "change of the settings of the house",
                "verbose_name_plural": "changes of the settings of the house",
                "ordering": ["-at", "-id"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["-at", "-id"], name="house_change_newest")],
            },
        ),
        migrations.CreateModel(
            name="HouseSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("comment_limits", models.CharField(blank=True, max_length=200, verbose_name="limits of posting")),
                (
                    "blatant_spam_days",
                    models.PositiveIntegerField(null=True, verbose_name="days that blatant spam is kept"),
                ),
            ],
            options={
                "verbose_name": "settings of the house",
                "verbose_name_plural": "settings of the house",
                "permissions": [("change_house", "Can change the settings of the house")],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="house_settings_are_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonalDataAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email_hash", models.CharField(max_length=32)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[("page", "page of the desk"), ("json", "JSON file"), ("command", "command")],
                        max_length=10,
                        verbose_name="as",
                    ),
                ),
                ("comment_count", models.PositiveIntegerField(verbose_name="comments")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "access to personal data",
                "verbose_name_plural": "accesses to personal data",
                "ordering": ["-at", "-id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="personal_data_newest"),
                    models.Index(fields=["email_hash", "-at"], name="personal_data_of_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RejectionReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("title", models.CharField(help_text="What moderators choose.", max_length=80, verbose_name="title")),
                (
                    "explanation",
                    models.TextField(
                        help_text="What the author of the comment reads on the receipt.",
                        max_length=500,
                        verbose_name="explanation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("house", "house rules"), ("law", "law")],
                        default="house",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_offered", models.BooleanField(default=True, verbose_name="is offered")),
            ],
            options={
                "verbose_name": "rejection reason",
                "verbose_name_plural": "rejection reasons",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("query", models.CharField(max_length=1000)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("is_shared", models.BooleanField(default=False, verbose_name="for all moderators")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "saved filter",
                "verbose_name_plural": "saved filters",
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "name"),
                        name="saved_filter_once_per_name",
                        violation_error_message="You have saved a filter under this name: choose another one.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceOutage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("well", "answers"),
                            ("away", "does not answer"),
                            ("busy", "asks us to wait"),
                            ("refused", "refuses the key"),
                        ],
                        max_length=10,
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=40)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["began_at"],
                "indexes": [models.Index(fields=["ended_at"], name="service_outage_ended")],
            },
        ),
        migrations.CreateModel(
            name="AddressConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email_hash", models.CharField(max_length=32)),
                (
                    "comment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="confirmations",
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
                ("sender_hash", models.CharField(blank=True, max_length=32)),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("asked_hour", models.PositiveIntegerField()),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed")),
            ],
            options={
                "verbose_name": "confirmation of an address",
                "verbose_name_plural": "confirmations of addresses",
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["email_hash", "-asked_at"], name="confirmation_of_address"),
                    models.Index(fields=["sender_hash", "-asked_at"], name="confirmation_limits"),
                    models.Index(
                        condition=models.Q(("sent_at", None)), fields=["asked_at"], name="confirmation_to_send"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("email_hash", "asked_hour"), name="confirmation_once_an_hour"),
                    models.CheckConstraint(
                        condition=models.Q(("email_hash", ""), _negated=True), name="confirmation_is_of_an_address"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="claim",
                        serialize=False,
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="until")),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
                "indexes": [models.Index(fields=["by", "until"], name="claim_of_person")],
            },
        ),
        migrations.CreateModel(
            name="Featuring",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="featurings",
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("is_featured", models.BooleanField(verbose_name="featured")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "choice of a comment",
                "verbose_name_plural": "choices of comments",
                "ordering": ["-at", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
                ("email_hash", models.CharField(blank=True, max_length=32)),
                ("text", models.TextField(max_length=1000, verbose_name="note")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("email_hash", ""), _negated=True),
                        fields=["email_hash", "-id"],
                        name="note_of_author",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("comment__isnull", False), ("email_hash", "")),
                            models.Q(("comment", None), models.Q(("email_hash", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="note_is_on_a_comment_or_an_author",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="comments.comment"
                    ),
                ),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "presence",
                "verbose_name_plural": "presences",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("insult", "It insults or threatens somebody"),
                            ("hatred", "It calls for hatred or violence"),
                            ("personal_data", "It tells private data of somebody"),
                            ("advertising", "It is advertising"),
                            ("unlawful", "It is unlawful for another reason"),
                            ("off_topic", "It has nothing to do with the story"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="in words")),
                ("sender_hash", models.CharField(blank=True, editable=False, max_length=32)),
                ("created_at", models.DateTimeField(verbose_name="reported")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not decided yet"),
                            ("kept", "the comment was kept"),
                            ("taken_down", "the comment was taken down"),
                            ("withdrawn", "its author withdrew the comment"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("closed_by_batch", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["created_at", "id"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["sender_hash", "-created_at"], name="report_limits")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sender_hash", ""), _negated=True),
                        fields=("comment", "sender_hash"),
                        name="report_once_per_network",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("outcome", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="report_closed_has_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("approve", "publish"),
                            ("hold", "hold for a person"),
                            ("spam", "move to spam"),
                            ("reject", "reject with a reason"),
                            ("close", "close the thread"),
                            ("hide", "hide until reviewed"),
                        ],
                        default="hold",
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        blank=True,
                        help_text="What the author of a rejected comment reads.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comments.rejectionreason",
                        verbose_name="reason",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the whole site.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.section",
                        verbose_name="section",
                    ),
                ),
                ("conditions", models.JSONField(default=dict, verbose_name="conditions")),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                ("is_on", models.BooleanField(default=False, editable=False, verbose_name="is on")),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From then on it does nothing. Empty: it has no end.",
                        null=True,
                        verbose_name="ends",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Rules are tried from the lowest number to the highest.",
                        verbose_name="position",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("switched_at", models.DateTimeField(editable=False, null=True, verbose_name="switched")),
                (
                    "switched_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule",
                "verbose_name_plural": "rules",
                "ordering": ["position", "id"],
                "permissions": [("change_rules", "Can write rules and switch them on and off")],
                "default_permissions": (),
                "indexes": [
                    models.Index(condition=models.Q(("is_on", True)), fields=["position", "id"], name="rule_in_force")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("action__in", ["approve", "hold", "spam", "reject", "close", "hide"])),
                        name="rule_action_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", "reject"), _negated=True), ("reason__isnull", False), _connector="OR"
                        ),
                        name="rule_rejects_for_a_reason",
                        violation_error_message="Choose the reason that the author of a rejected comment reads.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_on", False),
                            models.Q(("switched_at__isnull", False), ("switched_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="rule_is_switched_on_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScreeningAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
                (
                    "call",
                    models.CharField(
                        choices=[("check", "check"), ("ham", "report of ham"), ("spam", "report of spam")],
                        max_length=5,
                        verbose_name="call",
                    ),
                ),
                ("recheck_reason", models.CharField(blank=True, max_length=20)),
                ("revision", models.PositiveIntegerField()),
                ("at", models.DateTimeField(verbose_name="asked")),
                ("seconds", models.FloatField(verbose_name="seconds")),
                ("outcome", models.CharField(max_length=40, verbose_name="outcome")),
                ("headers", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["at"], name="attempt_at")],
            },
        ),
        migrations.CreateModel(
            name="SearchTerms",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_terms",
                        serialize=False,
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
                ("text", models.TextField()),
            ],
            options={
                "verbose_name": "terms of a comment",
                "verbose_name_plural": "terms of comments",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
                ("text", comments.models.search_text.WordsField()),
            ],
            options={
                "verbose_name": "words of a comment",
                "verbose_name_plural": "words of comments",
            },
        ),
        migrations.CreateModel(
            name="Shortening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shortenings",
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
                ("revision", models.PositiveIntegerField(verbose_name="revision")),
                ("passage", models.TextField(verbose_name="passage")),
                ("why", models.CharField(max_length=200, verbose_name="why")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken back by",
                    ),
                ),
            ],
            options={
                "verbose_name": "shortening",
                "verbose_name_plural": "shortenings",
                "ordering": ["at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("email_hash", models.CharField(max_length=32)),
                ("sender_hash", models.CharField(blank=True, max_length=32)),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed")),
                ("next_mail_at", models.DateTimeField()),
                ("refusals", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "subscription by mail",
                "verbose_name_plural": "subscriptions by mail",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("confirmed_at__isnull", False)),
                        fields=["article"],
                        name="subscription_followers",
                    ),
                    models.Index(fields=["email_hash", "-sent_at"], name="subscription_of_address"),
                    models.Index(fields=["sender_hash", "-asked_at"], name="subscription_limits"),
                    models.Index(
                        condition=models.Q(("confirmed_at", None), ("sent_at", None)),
                        fields=["next_mail_at"],
                        name="subscription_to_ask",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email_hash", ""), _negated=True), models.Q(("email", ""), _negated=True)
                        ),
                        name="subscription_is_of_an_address",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("comment", None), ("confirmed_at__isnull", False)),
                        fields=("article", "email_hash"),
                        name="subscription_once_to_a_story",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", False)),
                        fields=("comment", "email_hash"),
                        name="subscription_once_to_a_comment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trait",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "value", "comment", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="traits", to="comments.comment"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("t", "nearly the same text"),
                            ("h", "the same site linked"),
                            ("e", "the same e-mail address"),
                            ("a", "the same network address"),
                        ],
                        max_length=1,
                    ),
                ),
                ("value", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "trait",
                "verbose_name_plural": "traits",
            },
        ),
        migrations.CreateModel(
            name="ModerationEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
                (
                    "actor",
                    models.CharField(
                        choices=[
                            ("moderator", "moderator"),
                            ("author", "author of the comment"),
                            ("command", "command"),
                            ("rule", "rule"),
                        ],
                        max_length=10,
                        verbose_name="actor",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="comments.rule",
                        verbose_name="rule",
                    ),
                ),
                ("from_status", models.CharField(max_length=10, verbose_name="from")),
                ("to_status", models.CharField(max_length=10, verbose_name="to")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revision")),
                (
                    "reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comments.rejectionreason",
                        verbose_name="reason",
                    ),
                ),
                ("reason_text", models.CharField(blank=True, max_length=500, verbose_name="reason in words")),
                (
                    "undoes",
                    models.UUIDField(
                        help_text="The batch that this one takes back.", null=True, verbose_name="takes back"
                    ),
                ),
                (
                    "batch",
                    models.UUIDField(
                        default=uuid.uuid4, help_text="What was decided by one press.", verbose_name="batch"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "moderation event",
                "verbose_name_plural": "moderation events",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["comment", "-id"], name="event_newest_of_comment"),
                    models.Index(fields=["batch"], name="event_batch"),
                    models.Index(fields=["user", "-id"], name="event_newest_of_person"),
                    models.Index(fields=["created_at", "id"], name="event_at"),
                    models.Index(fields=["user", "created_at", "id"], name="event_at_of_person"),
                    models.Index(fields=["actor", "created_at", "id"], name="event_at_by_actor"),
                    models.Index(fields=["to_status", "created_at", "id"], name="event_at_by_decision"),
                    models.Index(
                        condition=models.Q(("reason__isnull", False)),
                        fields=["reason", "created_at", "id"],
                        name="event_at_by_reason",
                    ),
                    models.Index(
                        condition=models.Q(("undoes__isnull", False), ("to_status", "pending"), _connector="OR"),
                        fields=["created_at", "id"],
                        name="event_takes_back",
                    ),
                    models.Index(
                        condition=models.Q(("rule__isnull", False)), fields=["rule", "-id"], name="event_newest_of_rule"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="comments.rule"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("word", "whole words"),
                            ("part", "anywhere"),
                            ("exact", "as written"),
                            ("pattern", "pattern"),
                            ("email", "e-mail address"),
                            ("domain", "e-mail domain"),
                            ("network", "network address"),
                            ("host", "host of links"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                ("is_imported", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["word", "part", "exact", "pattern", "email", "domain", "network", "host"])
                        ),
                        name="rule_entry_kind_is_known",
                    ),
                    models.UniqueConstraint(fields=("rule", "kind", "text"), name="rule_entry_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleHit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rule_hits", to="comments.comment"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hits",
                        to="comments.rule",
                        verbose_name="rule",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("approve", "publish"),
                            ("hold", "hold for a person"),
                            ("spam", "move to spam"),
                            ("reject", "reject with a reason"),
                            ("close", "close the thread"),
                            ("hide", "hide until reviewed"),
                        ],
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                ("acted", models.BooleanField(default=False)),
                ("matched", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(verbose_name="at")),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("upheld_at", models.DateTimeField(null=True)),
                (
                    "upheld_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "act of a rule",
                "verbose_name_plural": "acts of rules",
                "ordering": ["-created_at", "-id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("acted", True)), fields=["rule", "created_at", "id"], name="rule_hit_acts"
                    ),
                    models.Index(fields=["created_at"], name="rule_hit_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "rule", "revision"), name="rule_hit_once_per_revision")
                ],
            },
        ),
        migrations.CreateModel(
            name="Untold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="untold", to="comments.subscription"
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="comments.comment"
                    ),
                ),
            ],
            options={
                "verbose_name": "news for a follower",
                "verbose_name_plural": "news for followers",
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("subscription", "comment"), name="untold_once")],
            },
        ),
        data_of("0002_groups_and_reasons", "create_groups"),
        data_of("0002_groups_and_reasons", "create_reasons"),
        on_this_database("0005_find_comments"),
        data_of("0007_rules", "offer_rules"),
        data_of("0007_rules", "let_editors_change_rules"),
        data_of("0008_readers", "give_permissions"),
        data_of("0010_house", "give_permissions"),
        data_of("0010_house", "give_quick_rules_their_number"),
        on_this_database("0014_search"),
    ]
