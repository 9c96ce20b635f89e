from django.db import migrations


class Migration(migrations.Migration):
    # Apart from what fills the rows: PostgreSQL alters no table in a transaction that has just written to it.

    dependencies = [
        ('processes', '0006_carry_over'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='instance',
            name='state',
        ),
    ]
