from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_accounts_of_before")]

    operations = [
        migrations.AddIndex(
            "person", models.Index(fields=["search", "party"], name="person_search")
        ),
        migrations.AddIndex(
            "residence", models.Index(fields=["room", "building"], name="residence_door")
        ),
    ]
