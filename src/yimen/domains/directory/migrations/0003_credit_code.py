from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_append_only")]
    operations = [
        migrations.RenameField("entry", "org_code", "credit_code"),
        migrations.RenameIndex("entry", "directory_e_credit__559289_idx", "directory_e_org_cod_b74f18_idx"),
    ]
