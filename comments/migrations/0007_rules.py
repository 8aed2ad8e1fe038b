"""Rules, all of them off, and who may write them."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

PRESETS = {
    "fr": [
        ("Plus de trois liens", "hold", {"links": {"more_than": 3}}),
        ("Premier commentaire, avec un lien", "hold", {"first_time": {}, "links": {"more_than": 0}}),
        ("Envoyé en moins de deux secondes", "hold", {"quick": {}}),
        ("Le même texte trois fois en une heure", "hold", {"flood": {"times": 3, "minutes": 60}}),
        ("Article de plus de trente jours", "hold", {"old_story": {"days": 30}}),
        ("Trois signalements", "hide", {"reports": {"times": 3}}),
        ("Habitués : cinq commentaires publiés, aucun refusé", "approve", {"trusted": {"times": 5, "days": 180}}),
    ],
    "en": [
        ("More than three links", "hold", {"links": {"more_than": 3}}),
        ("First comment, with a link", "hold", {"first_time": {}, "links": {"more_than": 0}}),
        ("Sent within two seconds", "hold", {"quick": {}}),
        ("The same text three times in an hour", "hold", {"flood": {"times": 3, "minutes": 60}}),
        ("Story older than thirty days", "hold", {"old_story": {"days": 30}}),
        ("Three reports", "hide", {"reports": {"times": 3}}),
        ("Regulars: five published, none refused", "approve", {"trusted": {"times": 5, "days": 180}}),
    ],
}  # fmt: skip


def offer_rules(apps, schema_editor):
    rules = apps.get_model("comments", "Rule").objects
    for number, (name, action, conditions) in enumerate(PRESETS[settings.LANGUAGE_CODE], 1):
        rules.get_or_create(
            name=name.replace(" :", "\u00a0:"),
            defaults={"action": action, "conditions": conditions, "position": 10 * number},
        )


def let_editors_change_rules(apps, schema_editor):
    # Permissions are usually made after all migrations; the group needs this one now.
    config = apps.get_app_config("comments")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permission = apps.get_model("auth", "Permission").objects.get(
        codename="change_rules", content_type__app_label="comments"
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.add(permission)



class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_initial'),
        ("comments", "0006_shift"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('action', models.CharField(choices=[('approve', 'publish'), ('hold', 'hold for a person'), ('spam', 'move to spam'), ('reject', 'reject with a reason'), ('close', 'close the thread'), ('hide', 'hide until reviewed')], default='hold', max_length=10, verbose_name='action')),
                ('conditions', models.JSONField(default=dict, verbose_name='conditions')),
                ('edition', models.PositiveIntegerField(default=1, editable=False)),
                ('is_on', models.BooleanField(default=False, editable=False, verbose_name='is on')),
                ('ends_at', models.DateTimeField(blank=True, help_text='From then on it does nothing. Empty: it has no end.', null=True, verbose_name='ends')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Rules are tried from the lowest number to the highest.', verbose_name='position')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('switched_at', models.DateTimeField(editable=False, null=True, verbose_name='switched')),
            ],
            options={
                'verbose_name': 'rule',
                'verbose_name_plural': 'rules',
                'ordering': ['position', 'id'],
                'permissions': [('change_rules', 'Can write rules and switch them on and off')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RuleEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('word', 'whole words'), ('part', 'anywhere'), ('exact', 'as written'), ('pattern', 'pattern'), ('email', 'e-mail address'), ('domain', 'e-mail domain'), ('network', 'network address'), ('host', 'host of links')], max_length=10)),
                ('text', models.CharField(max_length=500)),
                ('is_imported', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RuleHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('action', models.CharField(choices=[('approve', 'publish'), ('hold', 'hold for a person'), ('spam', 'move to spam'), ('reject', 'reject with a reason'), ('close', 'close the thread'), ('hide', 'hide until reviewed')], max_length=10, verbose_name='action')),
                ('acted', models.BooleanField(default=False)),
                ('matched', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(verbose_name='at')),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('upheld_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'act of a rule',
                'verbose_name_plural': 'acts of rules',
                'ordering': ['-created_at', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_to_report',
        ),
        migrations.AddField(
            model_name='comment',
            name='rules_due_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='moderationevent',
            name='actor',
            field=models.CharField(choices=[('moderator', 'moderator'), ('author', 'author of the comment'), ('command', 'command'), ('rule', 'rule')], max_length=10, verbose_name='actor'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(models.Q(models.Q(('reported_as', 'spam'), ('status', 'approved')), models.Q(('reported_as', 'ham'), ('status', 'spam')), models.Q(('reported_as', 'spam'), ('status', 'pending'), ('verdict', 'ham')), models.Q(('reported_as', 'ham'), ('status', 'pending'), models.Q(('verdict', 'spam'), ('verdict', 'discard'), _connector='OR')), _connector='OR'), models.Q(('decided_by__isnull', False), models.Q(('decided_at', None), ('status', 'pending')), _connector='OR')), fields=['decided_at'], name='comment_to_report'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('rules_due_at__isnull', False)), fields=['rules_due_at', 'id'], name='comment_rules_due'),
        ),
        migrations.AddField(
            model_name='rule',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='rule',
            name='reason',
            field=models.ForeignKey(blank=True, help_text='What the author of a rejected comment reads.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.rejectionreason', verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='rule',
            name='section',
            field=models.ForeignKey(blank=True, help_text='Empty: the whole site.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='rule',
            name='switched_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='moderationevent',
            name='rule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='comments.rule', verbose_name='rule'),
        ),
        migrations.AddIndex(
            model_name='moderationevent',
            index=models.Index(condition=models.Q(('rule__isnull', False)), fields=['rule', '-id'], name='event_newest_of_rule'),
        ),
        migrations.AddField(
            model_name='ruleentry',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='comments.rule'),
        ),
        migrations.AddField(
            model_name='rulehit',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rule_hits', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='rulehit',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hits', to='comments.rule', verbose_name='rule'),
        ),
        migrations.AddField(
            model_name='rulehit',
            name='taken_back_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rulehit',
            name='upheld_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='rule',
            index=models.Index(condition=models.Q(('is_on', True)), fields=['position', 'id'], name='rule_in_force'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ['approve', 'hold', 'spam', 'reject', 'close', 'hide'])), name='rule_action_is_known'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', 'reject'), _negated=True), ('reason__isnull', False), _connector='OR'), name='rule_rejects_for_a_reason', violation_error_message='Choose the reason that the author of a rejected comment reads.'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(('is_on', False), models.Q(('switched_at__isnull', False), ('switched_by__isnull', False)), _connector='OR'), name='rule_is_switched_on_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='ruleentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['word', 'part', 'exact', 'pattern', 'email', 'domain', 'network', 'host'])), name='rule_entry_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ruleentry',
            constraint=models.UniqueConstraint(fields=('rule', 'kind', 'text'), name='rule_entry_once'),
        ),
        migrations.AddIndex(
            model_name='rulehit',
            index=models.Index(condition=models.Q(('acted', True)), fields=['rule', 'created_at', 'id'], name='rule_hit_acts'),
        ),
        migrations.AddIndex(
            model_name='rulehit',
            index=models.Index(fields=['created_at'], name='rule_hit_at'),
        ),
        migrations.AddConstraint(
            model_name='rulehit',
            constraint=models.UniqueConstraint(fields=('comment', 'rule', 'revision'), name='rule_hit_once_per_revision'),
        ),
        migrations.RunPython(offer_rules, migrations.RunPython.noop),
        migrations.RunPython(let_editors_change_rules, migrations.RunPython.noop),
    ]
