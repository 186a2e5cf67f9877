"""Each case gets the code by which its public page is known."""

from django.db import migrations, models

import qingdan.features.cases.codes

BATCH = 1000


def give_codes(apps, schema_editor):
    case_model = apps.get_model("cases", "Case")
    cases = case_model.objects.filter(public_code=None).only("pk", "public_code")
    while batch := list(cases[:BATCH]):
        for case in batch:
            case.public_code = qingdan.features.cases.codes.public_code()
        case_model.objects.bulk_update(batch, ["public_code"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_stand_ins")]

    operations = [
        migrations.AddField("case", "public_code", models.CharField(max_length=16, null=True)),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            "case",
            "public_code",
            models.CharField(default=qingdan.features.cases.codes.public_code, max_length=16, unique=True),
        ),
    ]
