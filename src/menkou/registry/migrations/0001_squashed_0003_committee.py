import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from menkou.identity.tables import CreateModels


class Migration(migrations.Migration):

    replaces = [('registry', '0001_initial'), ('registry', '0002_account_and_consent'), ('registry', '0003_committee')]

    initial = True

    dependencies = [
        ('identity', '0001_squashed_0001_initial'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('organization', '单位'), ('workshop', '车间'), ('person', '人')], max_length=12)),
                ('name', models.CharField(max_length=60)),
            ],
            options={
                'verbose_name': '户头主体',
                'indexes': [],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['organization', 'workshop', 'person'])), name='party_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='registry.party')),
                ('kind', models.CharField(choices=[('enterprise', '企业'), ('cooperative', '合作社'), ('sole_trader', '个体工商户'), ('community', '社区'), ('office', '机关单位')], max_length=12)),
                ('credit_code', models.CharField(max_length=18, unique=True)),
                ('contact', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'verbose_name': '单位',
                'indexes': [],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['enterprise', 'cooperative', 'sole_trader', 'community', 'office'])), name='organization_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True)),
                ('name', models.CharField(max_length=40)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='registry.division')),
            ],
            options={
                'verbose_name': '区划',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='registry.division')),
            ],
            options={
                'verbose_name': '安置区',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('code', models.CharField(blank=True, max_length=12)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='communities', to='registry.site')),
                ('committee', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='community', to='registry.organization')),
            ],
            options={
                'verbose_name': '社区',
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('site', 'name'), name='community_name_once', violation_error_message='这个安置区里已经有同名的社区')],
            },
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('from_county', models.CharField(blank=True, max_length=20)),
            ],
            options={
                'verbose_name': '户',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='registry.party')),
                ('sex', models.CharField(choices=[('f', '女'), ('m', '男')], max_length=1)),
                ('born_on', models.DateField()),
                ('search', models.CharField(max_length=200)),
                ('invented', models.BooleanField(default=False)),
                ('id_number', models.BinaryField(null=True)),
                ('id_index', models.BinaryField(max_length=16, null=True)),
                ('id_tail_index', models.BinaryField(max_length=16, null=True)),
                ('phone', models.BinaryField(null=True)),
                ('phone_index', models.BinaryField(max_length=16, null=True)),
                ('phone_tail_index', models.BinaryField(max_length=16, null=True)),
                ('bank', models.BinaryField(null=True)),
                ('note', models.BinaryField(null=True)),
                ('forgotten_at', models.DateTimeField(null=True)),
                ('key', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='identity.sealedkey')),
                ('user', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='person', to=settings.AUTH_USER_MODEL)),
                ('bank_holder', models.CharField(choices=[('self', '本人'), ('head', '户主'), ('spouse', '配偶'), ('child', '子女'), ('parent', '父母'), ('other', '其他')], default='self', max_length=6)),
                ('bank_holder_name', models.BinaryField(null=True)),
                ('bank_index', models.BinaryField(max_length=16, null=True)),
                ('bank_name', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'verbose_name': '人',
                'indexes': [models.Index(fields=['id_tail_index'], name='person_id_tail'), models.Index(fields=['phone_tail_index'], name='person_phone_tail'), models.Index(fields=['bank_index'], name='person_bank')],
                'constraints': [models.UniqueConstraint(fields=('id_index',), name='person_id_once', violation_error_message='这个身份证号已经登记过'), models.CheckConstraint(condition=models.Q(('sex__in', ['f', 'm'])), name='person_sex_known'), models.CheckConstraint(condition=models.Q(('forgotten_at', None), models.Q(('bank', None), ('bank_holder_name', None), ('bank_index', None), ('bank_name', ''), ('id_index', None), ('id_number', None), ('id_tail_index', None), ('note', None), ('phone', None), ('phone_index', None), ('phone_tail_index', None), ('search', '')), _connector='OR'), name='person_forgotten_whole'), models.CheckConstraint(condition=models.Q(models.Q(('bank_holder', 'self'), ('bank_holder_name', None)), models.Q(('bank__isnull', False), ('bank_holder__in', ['head', 'spouse', 'child', 'parent', 'other']), ('bank_holder_name__isnull', False)), _connector='OR'), name='person_bank_holder_whole', violation_error_message='卡不是本人的，要写卡主姓名')],
            },
        ),
        migrations.CreateModel(
            name='Residence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_day', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('building', models.CharField(blank=True, max_length=10)),
                ('unit', models.CharField(blank=True, max_length=10)),
                ('room', models.CharField(blank=True, max_length=10)),
                ('community', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='residences', to='registry.community')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residences', to='registry.person')),
            ],
            options={
                'verbose_name': '住处',
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'from_day'), name='residence_one_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='residence_withdrawn_by')],
            },
        ),
        migrations.CreateModel(
            name='Shopfront',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20)),
                ('area_dm2', models.PositiveIntegerField()),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shopfronts', to='registry.community')),
            ],
            options={
                'verbose_name': '商铺',
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('community', 'number'), name='shopfront_number_once', violation_error_message='这个社区里已经有这个铺号'), models.CheckConstraint(condition=models.Q(('area_dm2__gt', 0)), name='shopfront_area_positive', violation_error_message='面积要大于零')],
            },
        ),
        migrations.CreateModel(
            name='Workshop',
            fields=[
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='registry.party')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workshops', to='registry.community')),
            ],
            options={
                'verbose_name': '车间',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='ShopfrontUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_day', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shopfront', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='registry.shopfront')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workshop', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shopfront_uses', to='registry.workshop')),
            ],
            options={
                'verbose_name': '商铺用途',
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('shopfront', 'from_day'), name='shopfront_use_one_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='shopfront_use_withdrawn_by')],
            },
        ),
        migrations.CreateModel(
            name='Tenancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_day', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tenancies', to='registry.organization')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenancies', to='registry.workshop')),
            ],
            options={
                'verbose_name': '入驻',
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('workshop', 'from_day'), name='tenancy_one_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='tenancy_withdrawn_by')],
            },
        ),
        migrations.CreateModel(
            name='Trait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_day', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('trait', models.CharField(max_length=20)),
                ('holds', models.BooleanField()),
                ('detail', models.BinaryField(null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='traits', to='registry.person')),
            ],
            options={
                'verbose_name': '情况',
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'trait', 'from_day'), name='trait_one_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='trait_withdrawn_by')],
            },
        ),
        migrations.CreateModel(
            name='Engagement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_day', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('form', models.CharField(blank=True, choices=[('full_time', '全日制'), ('part_time', '非全日制'), ('retired', '超龄劳务'), ('home', '承揽（在家做）'), ('trainee', '实训')], max_length=10)),
                ('cycle', models.CharField(blank=True, choices=[('month', '按月'), ('two_weeks', '每两周')], max_length=10)),
                ('rate_class', models.CharField(default='standard', max_length=12)),
                ('insurance', models.CharField(blank=True, max_length=20)),
                ('tax_class', models.CharField(blank=True, max_length=12)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='engagements', to='registry.organization')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='engagements', to='registry.person')),
                ('workshop', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='engagements', to='registry.workshop')),
            ],
            options={
                'verbose_name': '用工关系',
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'payer', 'from_day'), name='engagement_one_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='engagement_withdrawn_by'), models.CheckConstraint(condition=models.Q(('form__in', ['', 'full_time', 'part_time', 'retired', 'home', 'trainee'])), name='engagement_form_known'), models.CheckConstraint(condition=models.Q(models.Q(('form', 'part_time'), _negated=True), ('cycle', 'two_weeks'), _connector='OR'), name='engagement_part_time_cycle', violation_error_message='非全日制最长每 15 天结一次工资（劳动合同法第七十二条）'), models.CheckConstraint(condition=models.Q(('tax_class__in', ['', 'wages', 'labour'])), name='engagement_tax_class_known')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_day', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('relation', models.CharField(blank=True, choices=[('head', '户主'), ('spouse', '配偶'), ('child', '子女'), ('parent', '父母'), ('grandchild', '孙辈'), ('other', '其他')], max_length=12)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='registry.household')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='registry.person')),
            ],
            options={
                'verbose_name': '户籍关系',
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'from_day'), name='membership_one_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='membership_withdrawn_by')],
            },
        ),
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
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='registry.person')),
                ('read_out_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '同意',
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'purpose', 'from_day'), name='consent_one_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='consent_withdrawn_by'), models.CheckConstraint(condition=models.Q(('purpose__in', ['post_pay'])), name='consent_purpose_known'), models.CheckConstraint(condition=models.Q(('given', False), models.Q(('read_out_by__isnull', False), ('thumb_print', True)), _connector='OR'), name='consent_given_whole', violation_error_message='同意了的，要有人念给本人听，本人在纸上按手印')],
            },
        ),
    ])]
