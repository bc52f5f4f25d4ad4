from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_party_name")]

    operations = [
        migrations.RemoveIndex("person", "person_search"),
        migrations.AddIndex(
            "person",
            models.Index(fields=["search", "born_on", "party"], name="person_search"),
        ),
    ]
