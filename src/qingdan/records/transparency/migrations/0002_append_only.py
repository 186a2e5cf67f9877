"""The database itself refuses to change what the log says, to number an entry anew, or to alter a salt."""

from django.db import migrations

from qingdan.records.register.append_only import fill_once, keep, unprotect

FACT, SALT = "transparency_fact", "transparency_salt"


class Migration(migrations.Migration):
    dependencies = [("transparency", "0001_initial")]
    operations = [
        migrations.RunPython(fill_once(FACT, "number", ("entry_id", "kind", "noun", "row", "leaf")), unprotect(FACT)),
        migrations.RunPython(keep(SALT), unprotect(SALT)),
    ]
