from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_append_only")]
    operations = [
        # The index goes first: after the renaming it would still name the old column when SQLite makes it anew.
        migrations.RemoveIndex("entry", "directory_e_org_cod_b74f18_idx"),
        migrations.RenameField("entry", "org_code", "credit_code"),
        migrations.AddIndex("entry", models.Index(fields=["credit_code"], name="directory_e_credit__559289_idx")),
    ]
