"""Whoever a signal is told to is found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0014_incidents_of_what_is_over")]

    operations = [
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(condition=models.Q(('heard', False), ('kind', 'signal')), fields=['name', 'instance'], name='processes_who_hears'),
        ),
    ]
