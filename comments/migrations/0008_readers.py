"""What readers see of moderation: settings of discussions, newsroom answers, featured and shortened comments, reports."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

PERMISSIONS = {
    "Editors": ["change_discussion", "answer_as_newsroom", "feature_comment"],
    "Moderators": ["answer_as_newsroom", "feature_comment"],
}


def give_permissions(apps, schema_editor):
    # Permissions are usually made after all migrations; the groups need them now.
    config = apps.get_app_config("comments")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    for name, codenames in PERMISSIONS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        permissions = apps.get_model("auth", "Permission").objects
        group.permissions.add(*permissions.filter(codename__in=codenames, content_type__app_label="comments"))


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_initial'),
        ("comments", "0007_rules"),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DiscussionChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_site', models.BooleanField(default=False)),
                ('changes', models.JSONField(verbose_name='changes')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'change of discussion settings',
                'verbose_name_plural': 'changes of discussion settings',
                'ordering': ['-at', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DiscussionSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_site', models.BooleanField(default=False)),
                ('slow_seconds', models.PositiveIntegerField(null=True, verbose_name='slow mode')),
                ('is_premoderated', models.BooleanField(null=True, verbose_name='pre-moderation')),
                ('closes_after_days', models.PositiveSmallIntegerField(null=True, verbose_name='closes after days')),
                ('is_paused', models.BooleanField(null=True, verbose_name='pause')),
                ('paused_at', models.DateTimeField(null=True, verbose_name='paused since')),
            ],
            options={
                'verbose_name': 'discussion settings',
                'verbose_name_plural': 'discussion settings',
                'permissions': [('change_discussion', 'Can change the settings of discussions')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Featuring',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_featured', models.BooleanField(verbose_name='featured')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'choice of a comment',
                'verbose_name_plural': 'choices of comments',
                'ordering': ['-at', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('insult', 'It insults or threatens somebody'), ('hatred', 'It calls for hatred or violence'), ('personal_data', 'It tells private data of somebody'), ('advertising', 'It is advertising'), ('unlawful', 'It is unlawful for another reason'), ('off_topic', 'It has nothing to do with the story'), ('other', 'Something else')], max_length=20, verbose_name='reason')),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='in words')),
                ('sender_hash', models.CharField(blank=True, editable=False, max_length=32)),
                ('created_at', models.DateTimeField(verbose_name='reported')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('outcome', models.CharField(blank=True, choices=[('', 'not decided yet'), ('kept', 'the comment was kept'), ('taken_down', 'the comment was taken down'), ('withdrawn', 'its author withdrew the comment')], default='', max_length=10, verbose_name='outcome')),
                ('closed_by_batch', models.UUIDField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['created_at', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Shortening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(verbose_name='revision')),
                ('passage', models.TextField(verbose_name='passage')),
                ('why', models.CharField(max_length=200, verbose_name='why')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('taken_back_at', models.DateTimeField(null=True, verbose_name='taken back')),
            ],
            options={
                'verbose_name': 'shortening',
                'verbose_name_plural': 'shortenings',
                'ordering': ['at', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.AlterModelOptions(
            name='comment',
            options={'ordering': ['-submitted_at', '-id'], 'permissions': [('moderate_comment', 'Can moderate comments'), ('answer_as_newsroom', 'Can answer comments as the newsroom'), ('feature_comment', 'Can feature comments')], 'verbose_name': 'comment', 'verbose_name_plural': 'comments'},
        ),
        migrations.AddField(
            model_name='comment',
            name='featured_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='featured_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='newsroom_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='newsroom'),
        ),
        migrations.AddField(
            model_name='comment',
            name='open_reports',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='comment',
            name='public_body',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='comment',
            name='reported_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='moderationevent',
            name='actor',
            field=models.CharField(choices=[('moderator', 'moderator'), ('author', 'author of the comment'), ('command', 'command'), ('rule', 'rule')], max_length=10, verbose_name='actor'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('reported_at__isnull', False), ('status', 'approved')), fields=['reported_at', 'id'], name='comment_queue_reported'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('featured_at__isnull', False)), fields=['article', '-featured_at'], name='comment_featured'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('decided_at', None), ('recheck_reason', ''), ('rules_due_at', None), ('status', 'pending'), ('verdict', 'ham')), fields=['article'], name='comment_not_in_doubt'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('open_reports', 0), ('reported_at', None)), models.Q(('open_reports__gt', 0), ('reported_at__isnull', False)), _connector='OR'), name='comment_reported_at_with_reports'),
        ),
        migrations.AddField(
            model_name='discussionchange',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='discussionchange',
            name='section',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section'),
        ),
        migrations.AddField(
            model_name='discussionchange',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='article',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='section',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section'),
        ),
        migrations.AddField(
            model_name='featuring',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='featurings', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='featuring',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='report',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='shortening',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='shortening',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shortenings', to='comments.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='shortening',
            name='taken_back_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by'),
        ),
        migrations.AddIndex(
            model_name='discussionchange',
            index=models.Index(fields=['-at', '-id'], name='discussion_change_newest'),
        ),
        migrations.AddConstraint(
            model_name='discussionchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('is_site', False), ('section', None)), models.Q(('article', None), ('is_site', False), ('section__isnull', False)), models.Q(('article', None), ('is_site', True), ('section', None)), _connector='OR'), name='discussion_change_has_one_scope'),
        ),
        migrations.AddConstraint(
            model_name='discussionsettings',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('is_site', False), ('section', None)), models.Q(('article', None), ('is_site', False), ('section__isnull', False)), models.Q(('article', None), ('is_site', True), ('section', None)), _connector='OR'), name='discussion_has_one_scope'),
        ),
        migrations.AddConstraint(
            model_name='discussionsettings',
            constraint=models.UniqueConstraint(condition=models.Q(('is_site', True)), fields=('is_site',), name='discussion_one_site'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['sender_hash', '-created_at'], name='report_limits'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('sender_hash', ''), _negated=True), fields=('comment', 'sender_hash'), name='report_once_per_network'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='report_closed_has_outcome'),
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
