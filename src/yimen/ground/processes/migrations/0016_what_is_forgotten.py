"""What processes and messages held of people is forgotten some time after their end, in batches found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0015_who_hears")]

    operations = [
        migrations.AddField(
            model_name='instance',
            name='emptied_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='emptied_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='instance',
            index=models.Index(condition=models.Q(('emptied_at', None), ('ended_at__isnull', False)), fields=['ended_at'], name='processes_to_empty'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('consumed_at__isnull', False), ('emptied_at', None)), fields=['consumed_at'], name='processes_taken_to_empty'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('consumed_at', None), ('emptied_at', None)), fields=['expires_at'], name='processes_kept_to_empty'),
        ),
    ]
