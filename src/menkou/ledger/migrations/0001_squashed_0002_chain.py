import django.db.models.deletion
from django.db import migrations, models

from menkou.identity.tables import CreateModels


class Migration(migrations.Migration):

    replaces = [('ledger', '0001_initial'), ('ledger', '0002_chain')]

    initial = True

    dependencies = [
        ('facts', '0001_squashed_0002_tray_person'),
        ('registry', '0001_squashed_0003_committee'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=60)),
            ],
            options={
                'verbose_name': '账目归属',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('store', '在库'), ('hands', '在手'), ('uninspected', '待验'), ('good', '合格'), ('at_rework', '返工'), ('to_rework', '待返工'), ('rejected', '退回'), ('surplus', '多出'), ('delivered', '已交'), ('scrapped', '报废'), ('budget', '预算'), ('made', '做出'), ('consumed', '用掉'), ('allowed_loss', '许可损耗'), ('excess_loss', '超耗'), ('difference', '差异'), ('labour', '人工'), ('wages_owed', '应付工资'), ('fee', '加工费'), ('paid', '已付加工费'), ('rent', '租金'), ('outside', '外部')], max_length=12)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.party')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='registry.party')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='ledger.job')),
            ],
            options={
                'verbose_name': '账户',
                'indexes': [models.Index(fields=['job', 'kind'], name='account_job_kind')],
                'constraints': [models.UniqueConstraint(fields=('party', 'kind', 'other', 'job'), name='account_once')],
            },
        ),
        migrations.CreateModel(
            name='Commodity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('money', '钱'), ('material', '料'), ('piece', '件')], max_length=8)),
                ('unit', models.CharField(max_length=8)),
                ('base_unit', models.CharField(max_length=8)),
                ('factor', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': '品种',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['money', 'material', 'piece'])), name='commodity_kind_known'), models.CheckConstraint(condition=models.Q(('factor__gte', 1)), name='commodity_factor_positive')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('quantity', models.BigIntegerField()),
                ('measured', models.BooleanField()),
                ('digest', models.BinaryField(max_length=16)),
                ('commodity', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.commodity')),
                ('fact', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='facts.fact')),
                ('root', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='root_transfers', to='facts.fact')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='out', to='ledger.account')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='into', to='ledger.account')),
            ],
            options={
                'verbose_name': '转账',
                'indexes': [],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='transfer_positive'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='transfer_moves')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.BigIntegerField(unique=True)),
                ('last', models.BigIntegerField(unique=True)),
                ('head', models.BinaryField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('before', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='ledger.seal')),
            ],
            options={
                'verbose_name': '封存',
                'indexes': [],
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='seal_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.BigIntegerField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('commodity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.commodity')),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='ledger.seal')),
            ],
            options={
                'verbose_name': '封存时余额',
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('seal', 'account', 'commodity'), name='checkpoint_once')],
            },
        ),
        migrations.CreateModel(
            name='Wage',
            fields=[
                ('transfer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='ledger.transfer')),
                ('evidence', models.CharField(choices=[('piece', '计件'), ('time', '计时'), ('item', '单列'), ('agreed', '约定')], max_length=6)),
                ('quantity', models.BigIntegerField()),
                ('rate', models.BigIntegerField()),
                ('share', models.PositiveIntegerField()),
                ('shares', models.PositiveIntegerField()),
                ('group', models.CharField(max_length=20)),
                ('commodity', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.commodity')),
                ('community', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.community')),
                ('engagement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='wages', to='registry.engagement')),
            ],
            options={
                'verbose_name': '工资依据',
                'indexes': [models.Index(fields=['engagement', 'transfer'], name='wage_engagement')],
                'constraints': [models.CheckConstraint(condition=models.Q(('share__gt', 0), ('shares__gte', models.F('share'))), name='wage_share_of_whole'), models.CheckConstraint(condition=models.Q(('evidence__in', ['piece', 'time', 'item', 'agreed'])), name='wage_evidence_known')],
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.BigIntegerField()),
                ('bounded', models.BooleanField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='ledger.account')),
                ('commodity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.commodity')),
            ],
            options={
                'verbose_name': '余额',
                'indexes': [models.Index(fields=['commodity'], name='balance_commodity')],
                'constraints': [models.UniqueConstraint(fields=('account', 'commodity'), name='balance_once'), models.CheckConstraint(condition=models.Q(('bounded', False), ('quantity__gte', 0), _connector='OR'), name='balance_not_overdrawn', violation_error_message='不够：记了就成负数')],
            },
        ),
    ])]
