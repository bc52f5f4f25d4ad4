import django.db.models.deletion
from django.db import migrations, models

from menkou.identity.tables import CreateModels


class Migration(migrations.Migration):

    replaces = [('figures', '0001_initial')]

    initial = True

    dependencies = [
        ('ledger', '0001_squashed_0002_chain'),
        ('registry', '0001_squashed_0003_committee'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='StoredFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('as_of', models.DateField()),
                ('value', models.BigIntegerField()),
                ('records', models.PositiveIntegerField()),
                ('computed_at', models.DateTimeField()),
                ('policy', models.CharField(max_length=64)),
                ('seal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.seal')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='registry.site')),
            ],
            options={
                'verbose_name': '指标',
                'constraints': [models.UniqueConstraint(fields=('code', 'site', 'as_of'), name='figure_once')],
                'indexes': [],
            },
        ),
    ])]
