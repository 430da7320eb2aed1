"""Every override names its batch; the act is the batch's."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_overrides_are_facts"), ("intake", "0001_initial")]

    operations = [
        migrations.AlterField("policyoverride", "handle", models.TextField()),
        migrations.AlterField(
            "policyoverride",
            "batch",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.batch"),
        ),
        migrations.AlterField("policyoverride", "recorded_on", models.DateField()),
        migrations.RemoveField("policyoverride", "act_id"),
        migrations.AddConstraint(
            "policyoverride",
            models.UniqueConstraint(
                condition=models.Q(("replaced_by__isnull", True)),
                fields=("handle",),
                name="customers_one_present_override",
            ),
        ),
        migrations.AddConstraint(
            "policyoverride",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replaced_by__isnull", True), ("replaced_on__isnull", True)),
                    models.Q(("replaced_by__isnull", False), ("replaced_on__isnull", False)),
                    _connector="OR",
                ),
                name="customers_override_replaced_on",
            ),
        ),
    ]
