from django.db import migrations

from yimen.ground.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [
        append_only("directory_revision"),
        append_only("directory_lineage"),
        append_only("directory_reorganisation"),
    ]
