import re

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from menkou.identity import keys
from menkou.lib.width import half_width

BATCH = 500


def index_accounts(apps, schema_editor):
    """The index of each account that was registered before there was one."""
    Person = apps.get_model('registry', 'Person')
    without = Person.objects.filter(bank__isnull=False, bank_index=None, key__isnull=False)
    last = 0
    while some := list(without.filter(pk__gt=last).select_related('key').order_by('pk')[:BATCH]):
        for person in some:
            key = keys.unwrap(bytes(person.key.wrapped), person.key.master)
            text = keys.decrypt(key, 'bank', person.bank)
            person.bank_index = keys.blind('bank', re.sub(r'[\s-]', '', half_width(text)))
        Person.objects.bulk_update(some, ['bank_index'])
        last = some[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0001_initial'),
        ('registry', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_day', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('purpose', models.CharField(choices=[('post_pay', '工钱公示写姓名')], max_length=20)),
                ('given', models.BooleanField()),
                ('version', models.PositiveSmallIntegerField()),
                ('thumb_print', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': '同意',
            },
        ),
        migrations.RemoveConstraint(
            model_name='person',
            name='person_forgotten_whole',
        ),
        migrations.AddField(
            model_name='person',
            name='bank_holder',
            field=models.CharField(choices=[('self', '本人'), ('head', '户主'), ('spouse', '配偶'), ('child', '子女'), ('parent', '父母'), ('other', '其他')], default='self', max_length=6),
        ),
        migrations.AddField(
            model_name='person',
            name='bank_holder_name',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='bank_index',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='bank_name',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['bank_index'], name='person_bank'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('forgotten_at', None), models.Q(('bank', None), ('bank_holder_name', None), ('bank_index', None), ('bank_name', ''), ('id_index', None), ('id_number', None), ('id_tail_index', None), ('note', None), ('phone', None), ('phone_index', None), ('phone_tail_index', None), ('search', '')), _connector='OR'), name='person_forgotten_whole'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('bank_holder', 'self'), ('bank_holder_name', None)), models.Q(('bank__isnull', False), ('bank_holder__in', ['head', 'spouse', 'child', 'parent', 'other']), ('bank_holder_name__isnull', False)), _connector='OR'), name='person_bank_holder_whole', violation_error_message='卡不是本人的，要写卡主姓名'),
        ),
        migrations.AddField(
            model_name='consent',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='consent',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='registry.person'),
        ),
        migrations.AddField(
            model_name='consent',
            name='read_out_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='consent',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'purpose', 'from_day'), name='consent_one_a_day'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='consent_withdrawn_by'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['post_pay'])), name='consent_purpose_known'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('given', False), models.Q(('read_out_by__isnull', False), ('thumb_print', True)), _connector='OR'), name='consent_given_whole', violation_error_message='同意了的，要有人念给本人听，本人在纸上按手印'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(('tax_class__in', ['', 'wages', 'labour'])), name='engagement_tax_class_known'),
        ),
        migrations.RunPython(index_accounts, migrations.RunPython.noop),
    ]
