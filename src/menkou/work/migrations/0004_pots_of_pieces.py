"""A pot for the pieces that lie at a place already: until now only material had one."""

from django.db import migrations

SQL = """
INSERT INTO work_pot (holder_id, owner_id, job_id, commodity_id, kind, allowed_ppm, moved, used,
                      x_before, used_before)
SELECT a.party_id, a.other_id, a.job_id, b.commodity_id, a.kind, 0, b.quantity, 0, 0, 0
  FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id
 WHERE a.kind IN ('good', 'rejected', 'delivered')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0003_chain'),
    ]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
