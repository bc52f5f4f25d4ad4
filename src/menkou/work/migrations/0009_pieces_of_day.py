import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO work_piecesofday
       (day, workshop_id, payer_id, order_id, times, back, surplus, rejected)
SELECT r.day, k.workshop_id, k.payer_id, a.order_id, COUNT(*),
       SUM(r.good + r.uninspected + r.at_rework + r.rejected + r.surplus), SUM(r.surplus),
       SUM(r.rejected)
  FROM work_receipt r JOIN work_ticket k ON k.number = r.ticket_id
       JOIN work_allotment a ON a.id = k.allotment_id
 GROUP BY r.day, k.workshop_id, k.payer_id, a.order_id
"""


class Migration(migrations.Migration):
    """Pieces brought back are kept by day; those of receipts that are there are summed."""

    dependencies = [
        ("registry", "0009_search_with_birthday"),
        ("work", "0008_product_sample"),
    ]

    operations = [
        migrations.CreateModel(
            name="PiecesOfDay",
            fields=[
                ("id", models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("times", models.BigIntegerField()),
                ("back", models.BigIntegerField()),
                ("surplus", models.BigIntegerField()),
                ("rejected", models.BigIntegerField()),
                ("order", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to="work.order")),
                ("payer", models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.PROTECT,
                    related_name="+", to="registry.organization")),
                ("workshop", models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.PROTECT,
                    related_name="+", to="registry.workshop")),
            ],
            options={"verbose_name": "一天的件数"},
        ),
        migrations.AddConstraint(
            model_name="piecesofday",
            constraint=models.UniqueConstraint(
                fields=("day", "workshop", "payer", "order"), name="pieces_of_day_once"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["due_on", "number"], name="ticket_due"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
