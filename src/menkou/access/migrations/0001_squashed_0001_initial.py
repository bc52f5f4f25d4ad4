import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from menkou.identity.tables import CreateModels


class Migration(migrations.Migration):

    replaces = [('access', '0001_initial')]

    initial = True

    dependencies = [
        ('identity', '0001_squashed_0001_initial'),
        ('registry', '0001_squashed_0003_committee'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=20)),
                ('from_day', models.DateField()),
                ('until', models.DateField(null=True)),
                ('given_at', models.DateTimeField()),
                ('community', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.community')),
                ('division', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.division')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organization')),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.site')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('workshop', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.workshop')),
            ],
            options={
                'verbose_name': '授权',
                'indexes': [models.Index(fields=['user', 'from_day'], name='grant_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('community__isnull', True), ('division__isnull', False), ('organization__isnull', True), ('site__isnull', True), ('workshop__isnull', True)), models.Q(('community__isnull', True), ('division__isnull', True), ('organization__isnull', True), ('site__isnull', False), ('workshop__isnull', True)), models.Q(('community__isnull', False), ('division__isnull', True), ('organization__isnull', True), ('site__isnull', True), ('workshop__isnull', True)), models.Q(('community__isnull', True), ('division__isnull', True), ('organization__isnull', True), ('site__isnull', True), ('workshop__isnull', False)), models.Q(('community__isnull', True), ('division__isnull', True), ('organization__isnull', False), ('site__isnull', True), ('workshop__isnull', True)), _connector='OR'), name='grant_one_unit'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('from_day')), _connector='OR'), name='grant_days_in_order', violation_error_message='授权的止日要在起日之后')],
            },
        ),
    ])]
