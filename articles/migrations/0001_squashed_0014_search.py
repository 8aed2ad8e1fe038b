"""
The whole schema in one step, for a new database; one that has begun on the steps before goes on with those.

What those did besides the schema is asked of them, and moves here when they go.
"""

from importlib import import_module
from django.conf import settings
import articles.languages
import articles.library.fields
import articles.models.banner
import articles.models.notice
import articles.models.sharing
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone

from django.db import migrations, models


def step(name):
    return import_module(f"articles.migrations.{name}")


def on_this_database(name):
    """Return the statements of a step that only one of the databases understands."""
    its = step(name)
    return migrations.RunPython(its.run(its.SQLITE, its.POSTGRESQL), its.run(its.SQLITE_BACK, its.POSTGRESQL_BACK))


def data_of(name, function):
    return migrations.RunPython(getattr(step(name), function), migrations.RunPython.noop)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("articles", "0001_initial"),
        ("articles", "0002_revisions"),
        ("articles", "0003_permissions"),
        ("articles", "0004_corrections"),
        ("articles", "0005_front"),
        ("articles", "0006_library"),
        ("articles", "0007_checks"),
        ("articles", "0008_workflow"),
        ("articles", "0009_live"),
        ("articles", "0010_site_pages"),
        ("articles", "0011_merged_tags"),
        ("articles", "0012_house_words"),
        ("articles", "0013_languages"),
        ("articles", "0014_search"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Checks",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("levels", models.JSONField(default=dict, verbose_name="levels")),
            ],
            options={
                "verbose_name": "checks before publication",
                "verbose_name_plural": "checks before publication",
                "default_permissions": ("change",),
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="checks_are_one_row")],
            },
        ),
        migrations.CreateModel(
            name="HouseWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "expression",
                    models.CharField(
                        help_text="Whole words, whatever their capitals. Accents count; a plural is an entry of its own.",
                        max_length=80,
                        verbose_name="the house does not write",
                    ),
                ),
                ("instead", models.CharField(max_length=120, verbose_name="but")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Shown to whoever wrote it. May be left open.",
                        max_length=200,
                        verbose_name="why",
                    ),
                ),
            ],
            options={
                "verbose_name": "house word",
                "verbose_name_plural": "house words",
                "ordering": ["expression", "id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("expression"),
                        name="house_word_once",
                        violation_error_message="This expression is on the list already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticePreferences",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notice_preferences",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("in_page", models.JSONField(default=articles.models.notice.all_kinds, verbose_name="in the page")),
                ("by_mail", models.JSONField(default=articles.models.notice.kinds_to_act_on, verbose_name="by mail")),
            ],
            options={
                "verbose_name": "choice of notices",
                "verbose_name_plural": "choices of notices",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    articles.library.fields.PictureField(
                        help_text="JPEG, PNG, WebP, AVIF or GIF, 15 MB and 40 million pixels at most. Place and camera are removed; of an animation the first frame is kept.",
                        upload_to="pictures/%Y/%m",
                        verbose_name="file",
                    ),
                ),
                (
                    "alternative_text",
                    models.CharField(
                        blank=True,
                        help_text="What the picture shows, for those who do not see it.",
                        max_length=300,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "is_decorative",
                    models.BooleanField(
                        default=False,
                        help_text="It tells nothing that the text does not say: those who do not see it are not told of it.",
                        verbose_name="decorative",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=300, verbose_name="caption")),
                (
                    "credit",
                    models.CharField(
                        blank=True, help_text="Who made it, and for whom.", max_length=120, verbose_name="credit"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Where it comes from; readers are not shown this.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("house", "our own"),
                            ("agency", "agency"),
                            ("cc_by", "CC BY 4.0"),
                            ("cc_by_sa", "CC BY-SA 4.0"),
                            ("cc0", "CC0 or public domain"),
                            ("press_kit", "press kit"),
                            ("permission", "with permission"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="licence",
                    ),
                ),
                (
                    "licence_details",
                    models.CharField(
                        blank=True,
                        help_text="What the licence asks for, or which one it is.",
                        max_length=200,
                        verbose_name="terms",
                    ),
                ),
                (
                    "rights_end_date",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which it may be shown. Empty: no end.",
                        null=True,
                        verbose_name="rights end on",
                    ),
                ),
                (
                    "focus_x",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focal point from the left, in percent",
                    ),
                ),
                (
                    "focus_y",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focal point from the top, in percent",
                    ),
                ),
                ("width", models.PositiveIntegerField(default=0, editable=False)),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "original_name",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="file name"),
                ),
                ("sized_as", models.CharField(blank=True, editable=False, max_length=150)),
                ("sizes", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "search_text",
                    articles.library.fields.FoldedField(
                        of=["alternative_text", "caption", "credit", "source", "original_name"]
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="picture_newest"),
                    models.Index(
                        condition=models.Q(("rights_end_date__isnull", False)),
                        fields=["rights_end_date"],
                        name="picture_rights_end",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("focus_x__lte", 100), ("focus_y__lte", 100)),
                        name="picture_focal_point_in_percent",
                        violation_error_message="The focal point is given in percent: from 0 to 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_decorative", False), ("alternative_text", ""), _connector="OR"),
                        name="picture_decorative_without_text",
                        violation_error_message="A decorative picture has no alternative text.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
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
                ("is_shared", models.BooleanField(default=False, verbose_name="for everybody at this desk")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "ordering": ["name", "id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "name"),
                        name="saved_view_once_per_name",
                        violation_error_message="You have saved a view under this name: choose another one.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("spelling", models.CharField(max_length=60)),
                ("length", models.PositiveSmallIntegerField()),
                ("first_half", models.CharField(max_length=15)),
                ("second_half", models.CharField(max_length=15)),
            ],
            options={
                "verbose_name": "word of stories",
                "verbose_name_plural": "words of all stories",
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["length", "first_half"], name="search_word_begins"),
                    models.Index(fields=["length", "second_half"], name="search_word_ends"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        help_text="The end of the section's address.", max_length=60, unique=True, verbose_name="slug"
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        help_text="One sentence under the section's name.",
                        max_length=200,
                        verbose_name="description",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Order in the navigation.", verbose_name="position"
                    ),
                ),
                (
                    "editors",
                    models.ManyToManyField(
                        blank=True,
                        help_text="They publish what stands in this section, if they are in the group “Section editors”.",
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="section editors",
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="SitePage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("about", "about the site"),
                            ("contact", "contact"),
                            ("charter", "charter of the comments"),
                            ("accessibility", "accessibility statement"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        help_text="The page's whole address after the site's. Whoever knows the old one does not find a new one.",
                        max_length=60,
                        unique=True,
                        verbose_name="slug",
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        help_text="One sentence for search engines.",
                        max_length=200,
                        verbose_name="description",
                    ),
                ),
                ("body", models.TextField(max_length=100000, verbose_name="text")),
                (
                    "is_public",
                    models.BooleanField(
                        default=False, help_text="Until then only the newsroom sees it.", verbose_name="public"
                    ),
                ),
                ("in_footer", models.BooleanField(default=True, verbose_name="linked at the foot of every page")),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Order at the foot.", verbose_name="position"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="changed"),
                ),
            ],
            options={
                "verbose_name": "page of the site",
                "verbose_name_plural": "pages of the site",
                "ordering": ["position", "title"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "other"), _negated=True),
                        fields=("kind",),
                        name="site_page_of_each_kind_is_one",
                        violation_error_message="There is a page of this kind already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoryTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                ("body", models.TextField(blank=True, max_length=20000, verbose_name="text")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "story template",
                "verbose_name_plural": "story templates",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="slug")),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="TranslationGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Author",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="slug")),
                (
                    "role",
                    models.CharField(blank=True, help_text="Shown under the name.", max_length=80, verbose_name="role"),
                ),
                (
                    "is_guest",
                    models.BooleanField(
                        default=False,
                        help_text="Signs once or now and then, and needs no account.",
                        verbose_name="guest",
                    ),
                ),
                (
                    "biography",
                    models.TextField(
                        blank=True,
                        help_text="An empty line begins a new paragraph.",
                        max_length=3000,
                        verbose_name="biography",
                    ),
                ),
                (
                    "portrait",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.picture",
                        verbose_name="portrait",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        help_text="Whose stories these are when that person signs in.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="author",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "author",
                "verbose_name_plural": "authors",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Front",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "section",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="front",
                        to="articles.section",
                        verbose_name="section",
                    ),
                ),
                (
                    "has_blocks",
                    models.BooleanField(
                        default=False,
                        help_text="Below the newest stories, three of each section that stand nowhere else on the page.",
                        verbose_name="a block for each section",
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "front page",
                "verbose_name_plural": "front page",
                "permissions": [("edit_front", "Can edit the front pages and announce breaking news")],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce(models.F("section"), models.Value(0)),
                        name="front_one_home",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MergedTag",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merged", to="articles.tag"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="TagAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="articles.tag"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("slug", models.SlugField(editable=False, max_length=60, unique=True)),
            ],
            options={
                "verbose_name": "synonym",
                "verbose_name_plural": "synonyms",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="AuthorLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="articles.author"
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="Such as Mastodon, or the name of the site.", max_length=60, verbose_name="label"
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        validators=[
                            django.core.validators.URLValidator(
                                ["https"], message="The address must begin with https://."
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="FrontChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "front",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="articles.front"
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
            ],
            options={
                "ordering": ["-at", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SubjectAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("section", "section"), ("tag", "tag"), ("author", "author")], max_length=10
                    ),
                ),
                ("slug", models.SlugField(max_length=80)),
                (
                    "section",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_addresses",
                        to="articles.section",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_addresses",
                        to="articles.tag",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_addresses",
                        to="articles.author",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "slug"), name="subject_address_leads_to_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("author", None), ("kind", "section"), ("section__isnull", False), ("tag", None)),
                            models.Q(("author", None), ("kind", "tag"), ("section", None), ("tag__isnull", False)),
                            models.Q(("author__isnull", False), ("kind", "author"), ("section", None), ("tag", None)),
                            _connector="OR",
                        ),
                        name="subject_address_is_of_its_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("live_started_at", models.DateTimeField(editable=False, null=True, verbose_name="live since")),
                ("live_ended_at", models.DateTimeField(editable=False, null=True, verbose_name="live until")),
                (
                    "live_newest",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="number of the newest entry"),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in review"),
                            ("returned", "returned to its author"),
                            ("ready", "ready to be published"),
                            ("archived", "archived"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="step",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="publication date"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first published"),
                ),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived")),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="updated"),
                ),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="saved")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "seo_title",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the headline.",
                        max_length=120,
                        verbose_name="title for search engines",
                    ),
                ),
                (
                    "seo_description",
                    models.TextField(
                        blank=True,
                        help_text="Empty: the standfirst.",
                        max_length=320,
                        verbose_name="description for search engines",
                    ),
                ),
                (
                    "social_title",
                    models.CharField(
                        blank=True, help_text="Empty: the headline.", max_length=120, verbose_name="title when shared"
                    ),
                ),
                (
                    "social_text",
                    models.TextField(
                        blank=True, help_text="Empty: the standfirst.", max_length=320, verbose_name="text when shared"
                    ),
                ),
                (
                    "social_picture",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the lead picture.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.picture",
                        verbose_name="picture when shared",
                    ),
                ),
                (
                    "canonical_url",
                    models.CharField(
                        blank=True,
                        help_text="Only for a story that appeared elsewhere first: search engines are sent there.",
                        max_length=500,
                        validators=[articles.models.sharing.validate_https],
                        verbose_name="address of the original",
                    ),
                ),
                (
                    "noindex",
                    models.BooleanField(
                        default=False,
                        help_text="Readers still find the story on this site; search engines are asked not to list it.",
                        verbose_name="keep out of search engines",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=articles.languages.story_languages,
                        default=articles.languages.default_language,
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "translation_group",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stories",
                        to="articles.translationgroup",
                    ),
                ),
                ("change_at", models.DateTimeField(editable=False, null=True, verbose_name="change becomes public")),
                ("headline", models.CharField(max_length=200, verbose_name="headline")),
                (
                    "slug",
                    models.SlugField(
                        help_text="The end of the story's address, made from the headline. An address that readers know leads to a new one.",
                        max_length=100,
                        unique=True,
                        verbose_name="slug",
                    ),
                ),
                (
                    "standfirst",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences between headline and text.",
                        max_length=500,
                        verbose_name="standfirst",
                    ),
                ),
                ("body", models.TextField(blank=True, max_length=200000, verbose_name="text")),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="articles.section",
                        verbose_name="section",
                    ),
                ),
                (
                    "lead_picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.picture",
                        verbose_name="lead picture",
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From this time on the address says that the story was taken offline. Empty: it stays.",
                        null=True,
                        verbose_name="public until",
                    ),
                ),
                (
                    "embargo_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Until this time the story is neither published nor shown outside the newsroom.",
                        null=True,
                        verbose_name="embargoed until",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("comments_open", models.BooleanField(default=True, verbose_name="comments are open")),
                (
                    "comment_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="published comments"),
                ),
                ("wordpress_id", models.PositiveBigIntegerField(blank=True, editable=False, null=True, unique=True)),
                (
                    "tags",
                    models.ManyToManyField(blank=True, related_name="articles", to="articles.tag", verbose_name="tags"),
                ),
            ],
            options={
                "verbose_name": "story",
                "verbose_name_plural": "stories",
                "permissions": [
                    ("publish_article", "Can publish, schedule and withdraw stories"),
                    ("publish_in_section", "Can publish, schedule and withdraw stories of the own sections"),
                    ("break_embargo", "Can publish stories before their embargo ends"),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["published_at", "id"],
                        name="article_newest",
                    ),
                    models.Index(fields=["section", "published_at", "id"], name="article_newest_of_section"),
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["-published_at", "-id", "ends_at", "section"],
                        name="article_search",
                    ),
                    models.Index(
                        condition=models.Q(("change_at__isnull", False)),
                        fields=["change_at"],
                        name="article_change_due",
                    ),
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
                    models.Index(
                        condition=models.Q(("published_at", None)),
                        fields=["step", "-saved_at"],
                        name="article_under_way",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None), ("first_published_at__isnull", False), _connector="OR"
                        ),
                        name="article_published_has_an_address",
                        violation_error_message="A published story needs the date of its first publication.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("archived_at__isnull", False), ("published_at__isnull", False), ("step", "archived")
                            ),
                            models.Q(models.Q(("step", "archived"), _negated=True), ("archived_at", None)),
                            _connector="OR",
                        ),
                        name="article_archived_is_public",
                        violation_error_message="Only a published story is archived.",
                    ),
                    models.UniqueConstraint(
                        fields=("translation_group", "language"),
                        name="article_one_translation_per_language",
                        violation_error_message="There is a translation into this language already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("month", models.PositiveSmallIntegerField(verbose_name="month")),
                ("slug", models.SlugField(max_length=100, verbose_name="slug")),
                ("left_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="until")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_addresses",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "ordering": ["-left_at", "-id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("slug", "year", "month"), name="address_leads_to_one_story")
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who writes it",
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due")),
                (
                    "brief",
                    models.TextField(
                        blank=True,
                        help_text="What is asked for, in a few sentences.",
                        max_length=1000,
                        verbose_name="brief",
                    ),
                ),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="assignment",
                        serialize=False,
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "default_permissions": (),
                "indexes": [models.Index(fields=["due_at"], name="assignment_due")],
            },
        ),
        migrations.CreateModel(
            name="Autosave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=40)),
                ("fields", models.JSONField()),
                ("base", models.PositiveIntegerField(default=0)),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="kept")),
                (
                    "article",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "unsaved text",
                "verbose_name_plural": "unsaved texts",
                "ordering": ["-kept_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("article__isnull", False)),
                        fields=("user", "article"),
                        name="autosave_once_per_story",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("article__isnull", True)),
                        fields=("user", "key"),
                        name="autosave_once_per_new_form",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Banner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.CharField(
                        help_text="One sentence that can stand alone.", max_length=140, verbose_name="text"
                    ),
                ),
                ("starts_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="from")),
                (
                    "ends_at",
                    models.DateTimeField(
                        default=articles.models.banner.in_two_hours,
                        help_text="24 hours after the beginning at the latest.",
                        verbose_name="until",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        help_text="The line leads there, and the story comes first on the home page, while it is public.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="banners",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
            ],
            options={
                "verbose_name": "breaking news",
                "verbose_name_plural": "breaking news",
                "ordering": ["-starts_at", "-id"],
                "indexes": [models.Index(fields=["ends_at"], name="banner_not_over")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                        name="banner_ends_after_its_beginning",
                        violation_error_message="It ends before it begins.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Byline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bylines",
                        to="articles.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("by", "text"),
                            ("with", "with"),
                            ("photos", "photos"),
                            ("illustration", "illustration"),
                            ("translation", "translation"),
                        ],
                        default="by",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bylines", to="articles.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "author",
                "verbose_name_plural": "authors",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "author"),
                        name="byline_once_per_author",
                        violation_error_message="This author signs the story already.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="authors",
            field=models.ManyToManyField(
                related_name="articles", through="articles.Byline", to="articles.author", verbose_name="authors"
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correction", "Correction"),
                            ("clarification", "Clarification"),
                            ("update", "Update"),
                        ],
                        default="correction",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="note for readers")),
                ("before", models.CharField(blank=True, max_length=300, verbose_name="as it was")),
                ("after", models.CharField(blank=True, max_length=300, verbose_name="as it is now")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="date")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("changed_at", models.DateTimeField(editable=False, null=True, verbose_name="reworded")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="taken back")),
                (
                    "withdrawal_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="why it was taken back"),
                ),
            ],
            options={
                "verbose_name": "correction or update",
                "verbose_name_plural": "corrections and updates",
                "ordering": ["-at", "-id"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["at", "id"], name="correction_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None), models.Q(("withdrawal_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="correction_is_taken_back_with_a_reason",
                        violation_error_message="Say why the note is taken back.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EmbargoAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="embargo_acts",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("broken", "published before the embargo ended"),
                            ("shortened", "ended the embargo earlier"),
                        ],
                        max_length=10,
                        verbose_name="act",
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="embargoed until")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LiveEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="live_entries",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="number")),
                ("title", models.CharField(blank=True, max_length=150, verbose_name="title")),
                ("text", models.TextField(max_length=30000, verbose_name="text")),
                (
                    "is_key",
                    models.BooleanField(
                        default=False,
                        help_text="Listed above the entries, for readers who come late.",
                        verbose_name="key moment",
                    ),
                ),
                ("is_pinned", models.BooleanField(default=False, editable=False, verbose_name="stays on top")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.author",
                        verbose_name="signed by",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="published"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("edited_at", models.DateTimeField(editable=False, null=True, verbose_name="changed")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn")),
                ("submission", models.CharField(editable=False, max_length=40)),
            ],
            options={
                "verbose_name": "live entry",
                "verbose_name_plural": "live entries",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_key", True)), fields=["article", "number"], name="live_entry_key"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "number"), name="live_entry_numbered_per_story"),
                    models.UniqueConstraint(fields=("article", "submission"), name="live_entry_posted_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_pinned", True)), fields=("article",), name="live_entry_one_on_top"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_pinned", False), ("withdrawn_at", None), _connector="OR"),
                        name="live_entry_on_top_stands",
                        violation_error_message="A withdrawn entry cannot stay on top.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assigned", "A story is assigned to me"),
                            ("returned", "A story of mine is returned to me"),
                            ("remark", "A remark on a story of mine, or an answer to mine"),
                            ("mention", "Somebody mentions me in a remark"),
                            ("ready", "A story of mine is approved"),
                            ("published", "A story of mine is published"),
                            ("comment", "A reader comments on a story of mine"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
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
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="words")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("is_shown", models.BooleanField(default=True)),
                ("read_at", models.DateTimeField(null=True, verbose_name="read")),
                ("mail_due", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_shown", True)), fields=["to", "-id"], name="notice_newest_of_person"
                    ),
                    models.Index(
                        condition=models.Q(("is_shown", True), ("read_at", None)), fields=["to"], name="notice_unread"
                    ),
                    models.Index(condition=models.Q(("mail_due", True)), fields=["id"], name="notice_for_mail"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "front",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pins", to="articles.front"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pins",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="place")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "ordering": ["place", "id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("front", "article"), name="pin_once_per_front"),
                    models.UniqueConstraint(fields=("front", "place"), name="pin_one_per_place"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="articles.article"
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "presence",
                "verbose_name_plural": "presences",
                "ordering": ["since", "id"],
                "constraints": [models.UniqueConstraint(fields=("user", "article"), name="presence_once_per_story")],
            },
        ),
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preview_links", to="articles.article"
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        blank=True, help_text="Empty: the latest.", null=True, verbose_name="revision"
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("label", models.CharField(max_length=80, verbose_name="for whom")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="leads there until")),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="revoked")),
                ("seen_count", models.PositiveIntegerField(default=0, editable=False, verbose_name="seen")),
                ("last_seen_at", models.DateTimeField(editable=False, null=True, verbose_name="last seen")),
            ],
            options={
                "verbose_name": "preview link",
                "verbose_name_plural": "preview links",
                "ordering": ["-created_at", "-id"],
                "permissions": [("share_embargoed", "Can give people without an account a preview under an embargo")],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="preview_link_ends",
                        violation_error_message="A preview link ends after it was made.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RelatedStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_stories",
                        to="articles.article",
                    ),
                ),
                (
                    "related",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_to",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "related story",
                "verbose_name_plural": "related stories",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "related"),
                        name="related_once",
                        violation_error_message="This story is in the list already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("article", models.F("related")), _negated=True),
                        name="related_to_another",
                        violation_error_message="A story is not related to itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                ("quote", models.TextField(max_length=1000, verbose_name="paragraph")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("words", models.TextField(max_length=2000, verbose_name="remark")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("resolved_at", models.DateTimeField(null=True, verbose_name="resolved")),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="resolved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "remark",
                "verbose_name_plural": "remarks",
                "ordering": ["at", "id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(condition=models.Q(("resolved_at", None)), fields=["article"], name="remark_open")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at", None), ("resolved_by", None)),
                            models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="remark_is_resolved_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "content",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="content"),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("restored_from", models.PositiveIntegerField(null=True, verbose_name="restored from")),
                ("published_at", models.DateTimeField(null=True, verbose_name="public since")),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "constraints": [
                    models.UniqueConstraint(fields=("article", "number"), name="revision_numbered_per_story")
                ],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="working",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.revision",
                verbose_name="working version",
            ),
        ),
        migrations.CreateModel(
            name="SearchTerms",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_terms",
                        serialize=False,
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                ("text", models.TextField()),
                ("names", models.TextField()),
            ],
            options={
                "verbose_name": "terms of a story",
                "verbose_name_plural": "terms of stories",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                ("headline", models.TextField()),
                ("standfirst", models.TextField()),
                ("body", models.TextField()),
                ("authors", models.TextField()),
            ],
            options={
                "verbose_name": "words of a story",
                "verbose_name_plural": "words of stories",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="StepChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="step_changes", to="articles.article"
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in review"),
                            ("returned", "returned to its author"),
                            ("ready", "ready to be published"),
                            ("scheduled", "scheduled"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                            ("archived", "archived"),
                        ],
                        max_length=20,
                        verbose_name="from",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in review"),
                            ("returned", "returned to its author"),
                            ("ready", "ready to be published"),
                            ("scheduled", "scheduled"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                            ("archived", "archived"),
                        ],
                        max_length=20,
                        verbose_name="to",
                    ),
                ),
                ("scheduled_for", models.DateTimeField(null=True, verbose_name="scheduled for")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=2000, verbose_name="comment")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "step of a story",
                "verbose_name_plural": "steps of stories",
                "ordering": ["-at", "-id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["article", "-at", "-id"], name="step_newest_of_story"),
                    models.Index(
                        condition=models.Q(("scheduled_for__isnull", False)),
                        fields=["scheduled_for"],
                        name="step_schedules",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withdrawals",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("request", "at somebody’s request"),
                            ("legal", "for a legal reason"),
                            ("error", "because of an error"),
                            ("other", "for another reason"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=1000, verbose_name="reason")),
                ("public_sentence", models.CharField(blank=True, max_length=300, verbose_name="sentence for readers")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CorrectionWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wordings", to="articles.correction"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correction", "Correction"),
                            ("clarification", "Clarification"),
                            ("update", "Update"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField(max_length=1000)),
                ("before", models.CharField(blank=True, max_length=300)),
                ("after", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LiveEntryChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="articles.liveentry",
                        verbose_name="live entry",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("posted", "published"),
                            ("edited", "changed"),
                            ("withdrawn", "withdrawn"),
                            ("restored", "put back"),
                            ("pinned", "put on top"),
                            ("unpinned", "taken from the top"),
                        ],
                        max_length=10,
                        verbose_name="what was done",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=150, verbose_name="title")),
                ("text", models.TextField(max_length=30000, verbose_name="text")),
                ("is_key", models.BooleanField(default=False, verbose_name="key moment")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.author",
                        verbose_name="signed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a live entry",
                "verbose_name_plural": "changes of live entries",
                "ordering": ["-at", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RemarkAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "remark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="articles.remark",
                        verbose_name="remark",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("words", models.TextField(max_length=2000, verbose_name="answer")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "answer to a remark",
                "verbose_name_plural": "answers to remarks",
                "ordering": ["at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        help_text="The end of the series' address.", max_length=100, unique=True, verbose_name="slug"
                    ),
                ),
                ("description", models.TextField(blank=True, max_length=500, verbose_name="description")),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.picture",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "series",
                "verbose_name_plural": "series",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="SeriesPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="articles.series"
                    ),
                ),
                (
                    "article",
                    models.OneToOneField(
                        error_messages={"unique": "This story belongs to a series already."},
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="part",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "part of a series",
                "verbose_name_plural": "parts of the series",
                "ordering": ["position", "id"],
            },
        ),
        migrations.AddField(
            model_name="series",
            name="articles",
            field=models.ManyToManyField(
                related_name="series", through="articles.SeriesPart", to="articles.article", verbose_name="stories"
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("change_at", None), ("working__isnull", False), _connector="OR"),
                name="article_change_has_a_version",
                violation_error_message="There is no change that could become public.",
            ),
        ),
        data_of("0003_permissions", "make_groups"),
        data_of("0004_corrections", "give_permissions"),
        data_of("0005_front", "give_permissions"),
        data_of("0006_library", "let_editors_delete_pictures"),
        on_this_database("0007_checks"),
        data_of("0007_checks", "give_permissions"),
        data_of("0010_site_pages", "let_editors_write_them"),
        on_this_database("0014_search"),
    ]
