"""A roll that was closed for posting stays as it was: the database itself refuses to change or delete it."""

from django.db import migrations

from qingdan.records.register.append_only import protect, unprotect


class Migration(migrations.Migration):
    dependencies = [("rolls", "0001_initial")]
    operations = [migrations.RunPython(protect("rolls_closedroll"), unprotect("rolls_closedroll"))]
