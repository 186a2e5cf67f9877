"""What was loaded stays as it was: the database itself refuses to change or delete an edition and its definitions."""

from django.db import migrations

from qingdan.records.register.append_only import protect, unprotect

TABLES = ("editions_edition", "editions_definition", "editions_editionentry", "editions_calendaryear")


class Migration(migrations.Migration):
    dependencies = [("editions", "0001_initial")]
    operations = [migrations.RunPython(protect(*TABLES), unprotect(*TABLES))]
