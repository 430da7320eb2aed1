"""An override becomes a fact: it names its batch and the business dates on which it was known."""

import django.db.models.deletion
from django.db import migrations, models


def name_batches(apps, schema_editor):
    override, batch = apps.get_model("customers", "PolicyOverride"), apps.get_model("intake", "Batch")
    for row in override.objects.order_by("id"):
        found = batch.objects.filter(act_id=row.act_id).first()
        if found is None:
            moment = f"{row.first_on}T00:00:00Z"
            found = batch.objects.create(kind="act", act_id=row.act_id, recorded_at=moment, recorded_on=row.first_on)
        row.batch, row.recorded_on, row.handle = found, row.first_on, f"override-{row.pk}"
        row.save(update_fields=["batch", "recorded_on", "handle"])


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial"), ("intake", "0001_initial")]

    operations = [
        migrations.AddField("policyoverride", "handle", models.TextField(null=True)),
        migrations.AddField(
            "policyoverride",
            "batch",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.batch"
            ),
        ),
        migrations.AddField("policyoverride", "recorded_on", models.DateField(null=True)),
        migrations.AddField(
            "policyoverride",
            "replaced_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.batch"
            ),
        ),
        migrations.AddField("policyoverride", "replaced_on", models.DateField(null=True)),
        migrations.RunPython(name_batches, migrations.RunPython.noop),
    ]
