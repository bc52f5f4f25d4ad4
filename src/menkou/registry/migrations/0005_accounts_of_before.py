"""Accounts that were registered as columns of a person get their dated rows.

Each is from the day on which the person was last registered or changed, as the log knows it. The
seals are under the person's own key with the same field names, so they are copied as they are.
"""

from datetime import datetime, timedelta, timezone

from django.db import migrations

SHANGHAI = timezone(timedelta(hours=8))
VERBS = ("registry.add_person", "registry.change_person")
BATCH = 1000
UNKNOWN = datetime(2020, 1, 1, tzinfo=SHANGHAI)


def add_rows(apps, schema_editor):
    person_model = apps.get_model("registry", "Person")
    account_model = apps.get_model("registry", "BankAccount")
    has = account_model.objects.values("person")
    lacking = list(
        person_model.objects.filter(bank__isnull=False).exclude(pk__in=has)
        .values_list("pk", flat=True).order_by("pk")
    )
    for start in range(0, len(lacking), BATCH):
        some = lacking[start : start + BATCH]
        known = _entered(apps, some)
        account_model.objects.bulk_create(
            account_model(
                person=person, number=person.bank, bank_name=person.bank_name,
                holder=person.bank_holder, holder_name=person.bank_holder_name,
                from_day=known[person.pk][0].astimezone(SHANGHAI).date(),
                entered_at=known[person.pk][0], entered_by_id=known[person.pk][1],
            )
            for person in person_model.objects.filter(pk__in=some)
        )


def _entered(apps, persons):
    """Person -> when and by whom her account was last entered: by the log, else by her oldest
    home, else by the first of the installation's users, on a day before all others."""
    lines = apps.get_model("identity", "VerbLog").objects.filter(
        noun="person", subject__in=persons, verb__in=VERBS
    )
    homes = apps.get_model("registry", "Residence").objects.filter(person__in=persons)
    found = {
        person: (at, by)
        for person, at, by in [
            *homes.order_by("-pk").values_list("person", "entered_at", "entered_by"),
            *lines.order_by("pk").values_list("subject", "at", "user"),
        ]
    }
    if missing := [person for person in persons if person not in found]:
        user = apps.get_model("identity", "User").objects.order_by("pk").first()
        found |= dict.fromkeys(missing, (UNKNOWN, user.pk))
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_lives"),
        ("identity", "0002_saved_filter"),
    ]

    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
