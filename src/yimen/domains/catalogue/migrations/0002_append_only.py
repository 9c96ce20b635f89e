from django.db import migrations

from yimen.ground.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [append_only("catalogue_version")]
