"""The database itself refuses to change or delete an event of a case, whoever asks."""

from django.db import migrations

from qingdan.records.register.append_only import protect, unprotect

TABLES = ("cases_caseevent",)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(protect(*TABLES), unprotect(*TABLES))]
