import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_site_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='MergedTag',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='articles.tag')),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
