from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddIndex("entry", models.Index(fields=["at"], name="audit_entry_at")),
        migrations.AddIndex("entry", models.Index(fields=["act", "id"], name="audit_entry_act")),
        migrations.AddIndex("entry", models.Index(fields=["actor_id", "id"], name="audit_entry_actor")),
    ]
