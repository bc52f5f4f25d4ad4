import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from menkou.identity.tables import CreateModels


class Migration(migrations.Migration):

    replaces = [('identity', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='SealedKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wrapped', models.BinaryField()),
                ('master', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': '个人密钥',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('login', models.CharField(max_length=40, unique=True)),
                ('shown_name', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('staff', '办公'), ('worker', '做活')], max_length=6)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('is_active', models.BooleanField(default=True)),
                ('failed', models.PositiveSmallIntegerField(default=0)),
                ('locked_until', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': '账号',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['staff', 'worker'])), name='user_kind_known')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('demo', models.BooleanField(default=False)),
                ('clock_shift', models.DurationField()),
            ],
            options={
                'verbose_name': '这一套',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='installation_is_one')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='VerbLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('verb', models.CharField(max_length=60)),
                ('noun', models.CharField(max_length=40)),
                ('subject', models.BigIntegerField()),
                ('note', models.CharField(blank=True, max_length=60)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '办事记录',
                'indexes': [models.Index(fields=['noun', 'subject', 'id'], name='verblog_subject'), models.Index(fields=['user', 'at'], name='verblog_user')],
                'constraints': [],
            },
        ),
    ])]
