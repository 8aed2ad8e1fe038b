"""Steps of stories with their history, assignments, remarks on paragraphs, and notices."""

import articles.models.notice
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0007_checks'),
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='assignment', serialize=False, to='articles.article', verbose_name='story')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due')),
                ('brief', models.TextField(blank=True, help_text='What is asked for, in a few sentences.', max_length=1000, verbose_name='brief')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('assigned', 'A story is assigned to me'), ('returned', 'A story of mine is returned to me'), ('remark', 'A remark on a story of mine, or an answer to mine'), ('mention', 'Somebody mentions me in a remark'), ('ready', 'A story of mine is approved'), ('published', 'A story of mine is published'), ('comment', 'A reader comments on a story of mine')], max_length=20, verbose_name='kind')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('is_shown', models.BooleanField(default=True)),
                ('read_at', models.DateTimeField(null=True, verbose_name='read')),
                ('mail_due', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='NoticePreferences',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notice_preferences', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('in_page', models.JSONField(default=articles.models.notice.all_kinds, verbose_name='in the page')),
                ('by_mail', models.JSONField(default=articles.models.notice.kinds_to_act_on, verbose_name='by mail')),
            ],
            options={
                'verbose_name': 'choice of notices',
                'verbose_name_plural': 'choices of notices',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quote', models.TextField(max_length=1000, verbose_name='paragraph')),
                ('words', models.TextField(max_length=2000, verbose_name='remark')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('resolved_at', models.DateTimeField(null=True, verbose_name='resolved')),
            ],
            options={
                'verbose_name': 'remark',
                'verbose_name_plural': 'remarks',
                'ordering': ['at', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RemarkAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=2000, verbose_name='answer')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'answer to a remark',
                'verbose_name_plural': 'answers to remarks',
                'ordering': ['at', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StepChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('returned', 'returned to its author'), ('ready', 'ready to be published'), ('scheduled', 'scheduled'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('archived', 'archived')], max_length=20, verbose_name='from')),
                ('to_state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('returned', 'returned to its author'), ('ready', 'ready to be published'), ('scheduled', 'scheduled'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('archived', 'archived')], max_length=20, verbose_name='to')),
                ('scheduled_for', models.DateTimeField(null=True, verbose_name='scheduled for')),
                ('comment', models.TextField(blank=True, max_length=2000, verbose_name='comment')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'step of a story',
                'verbose_name_plural': 'steps of stories',
                'ordering': ['-at', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='article',
            name='archived_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived'),
        ),
        migrations.AlterField(
            model_name='article',
            name='step',
            field=models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('returned', 'returned to its author'), ('ready', 'ready to be published'), ('archived', 'archived')], default='draft', editable=False, max_length=20, verbose_name='step'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('published_at', None)), fields=['step', '-saved_at'], name='article_under_way'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('archived_at__isnull', False), ('published_at__isnull', False), ('step', 'archived')), models.Q(models.Q(('step', 'archived'), _negated=True), ('archived_at', None)), _connector='OR'), name='article_archived_is_public', violation_error_message='Only a published story is archived.'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='assignee',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='who writes it'),
        ),
        migrations.AddField(
            model_name='notice',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='notice',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article', verbose_name='story'),
        ),
        migrations.AddField(
            model_name='notice',
            name='to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='to'),
        ),
        migrations.AddField(
            model_name='remark',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='articles.article', verbose_name='story'),
        ),
        migrations.AddField(
            model_name='remark',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='remark',
            name='resolved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='resolved by'),
        ),
        migrations.AddField(
            model_name='remarkanswer',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='remarkanswer',
            name='remark',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='articles.remark', verbose_name='remark'),
        ),
        migrations.AddField(
            model_name='stepchange',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='step_changes', to='articles.article'),
        ),
        migrations.AddField(
            model_name='stepchange',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['due_at'], name='assignment_due'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('is_shown', True)), fields=['to', '-id'], name='notice_newest_of_person'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('is_shown', True), ('read_at', None)), fields=['to'], name='notice_unread'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('mail_due', True)), fields=['id'], name='notice_for_mail'),
        ),
        migrations.AddIndex(
            model_name='remark',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['article'], name='remark_open'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolved_at', None), ('resolved_by', None)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='remark_is_resolved_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='stepchange',
            index=models.Index(fields=['article', '-at', '-id'], name='step_newest_of_story'),
        ),
        migrations.AddIndex(
            model_name='stepchange',
            index=models.Index(condition=models.Q(('scheduled_for__isnull', False)), fields=['scheduled_for'], name='step_schedules'),
        ),
    ]
