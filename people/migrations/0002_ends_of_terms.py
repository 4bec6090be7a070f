from django.db import migrations, models

from alliance.dates import PartialDate


def move_ends(apps, schema_editor):
    """An end known by month or year was kept by its first day; now by the first day by which it was surely over."""
    appointments = apps.get_model("people", "Appointment")
    for appointment in appointments.objects.exclude(until=None).exclude(until_precision="day"):
        precision = appointment.until_precision
        appointment.until = PartialDate.of(appointment.until, precision).over_by
        appointment.save(update_fields=["until"])


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(move_ends, migrations.RunPython.noop),
        migrations.AlterConstraint(
            model_name='appointment',
            name='appointment_ends_after_it_begins',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='appointment_ends_after_it_begins', violation_error_message='It ends before it begins.'),
        ),
    ]
