"""The database itself refuses to change or delete an entry or a seal, whoever asks."""

from django.db import migrations

from qingdan.records.register.append_only import protect, unprotect

TABLES = ("register_entry", "register_seal", "register_sealedentry")


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [migrations.RunPython(protect(*TABLES), unprotect(*TABLES))]
