import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from menkou.identity.tables import CreateModels


class Migration(migrations.Migration):

    replaces = [('facts', '0001_initial'), ('facts', '0002_tray_person')]

    initial = True

    dependencies = [
        ('identity', '0001_squashed_0001_initial'),
        ('registry', '0001_squashed_0003_committee'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.UUIDField(unique=True)),
                ('name', models.CharField(blank=True, max_length=40)),
                ('first_seen', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '设备',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(unique=True)),
                ('kind', models.CharField(max_length=16)),
                ('version', models.PositiveSmallIntegerField()),
                ('stated', models.CharField(choices=[('asked', '问过才做'), ('happened', '已经发生')], max_length=8)),
                ('day', models.DateField()),
                ('happened_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('replaces', models.UUIDField(null=True, unique=True)),
                ('content', models.TextField()),
                ('digest', models.BinaryField(max_length=16)),
                ('device', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='facts.device')),
                ('recorder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '事实',
                'indexes': [models.Index(fields=['recorder', 'received_at'], name='fact_recorder'), models.Index(fields=['day'], name='fact_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('stated__in', ['asked', 'happened'])), name='fact_stated_known')],
            },
        ),
        migrations.CreateModel(
            name='HalfDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('half', models.CharField(choices=[('am', '上午'), ('pm', '下午')], max_length=2)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='half_days', to='registry.person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='half_days', to='registry.workshop')),
            ],
            options={
                'verbose_name': '半天',
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('person', 'day', 'half'), name='half_day_once', violation_error_message='这个人这半天已经记在别处'), models.CheckConstraint(condition=models.Q(('half__in', ['am', 'pm'])), name='half_day_half_known')],
            },
        ),
        migrations.CreateModel(
            name='HalfDayUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(max_length=12)),
                ('class_code', models.CharField(blank=True, max_length=20)),
                ('minutes', models.PositiveSmallIntegerField(default=0)),
                ('engagement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='half_day_uses', to='registry.engagement')),
                ('fact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='half_day_uses', to='facts.fact')),
                ('half_day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='facts.halfday')),
            ],
            options={
                'verbose_name': '半天用途',
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('half_day', 'use'), name='half_day_use_once')],
            },
        ),
        migrations.CreateModel(
            name='Tray',
            fields=[
                ('fact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='facts.fact')),
                ('state', models.CharField(choices=[('booked', '已记账'), ('waiting', '等着'), ('replaced', '已被更正'), ('aside', '放在一边')], max_length=8)),
                ('why', models.CharField(blank=True, max_length=30)),
                ('question', models.CharField(blank=True, max_length=30)),
                ('order_at', models.DateTimeField()),
                ('order_uid', models.UUIDField()),
                ('ticket', models.BigIntegerField(null=True)),
                ('person', models.BigIntegerField(null=True)),
                ('place', models.BigIntegerField(null=True)),
                ('aside_at', models.DateTimeField(null=True)),
                ('aside_why', models.CharField(blank=True, max_length=30)),
                ('aside_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('root', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='chain', to='facts.fact')),
            ],
            options={
                'verbose_name': '待办',
                'indexes': [models.Index(fields=['ticket', 'order_at', 'order_uid'], name='tray_ticket'), models.Index(condition=models.Q(('state', 'waiting')), fields=['state'], name='tray_waiting'), models.Index(fields=['root'], name='tray_root_chain'), models.Index(condition=models.Q(('state', 'waiting')), fields=['place'], name='tray_place_waiting'), models.Index(condition=models.Q(('ticket', None)), fields=['person'], name='tray_person_no_ticket')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('aside_at__isnull', False), ('aside_by__isnull', False), ('state', 'aside')), models.Q(('aside_at', None), ('aside_by', None)), _connector='OR'), name='tray_aside_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), models.Q(('why', ''), _negated=True)), models.Q(models.Q(('state', 'waiting'), _negated=True), ('why', '')), _connector='OR'), name='tray_waiting_why')],
            },
        ),
    ])]
