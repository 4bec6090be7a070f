from django.db import migrations, models


def publish_rungs(apps, schema_editor):
    """Every rung but an approach is public."""
    steps, members = apps.get_model("members", "MemberStep"), apps.get_model("members", "Member")
    steps.objects.exclude(status="approached").update(
        public_since=models.F("since"), public_until=models.F("until")
    )
    members.objects.exclude(status="approached").update(public_status=models.F("status"))


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_initial'),
        ('members', '0002_initial'),
        ('people', '0002_ends_of_terms'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='focalpoint',
            name='focal_point_ends_after_it_begins',
        ),
        migrations.RemoveConstraint(
            model_name='platformseat',
            name='platform_seat_ends_after_it_begins',
        ),
        migrations.AddField(
            model_name='historicalmember',
            name='public_status',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='member',
            name='public_status',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='memberstep',
            name='public_since',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='memberstep',
            name='public_until',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='focalpoint',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='focalpoint_ends_after_it_begins', violation_error_message='It ends before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='platformseat',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='platformseat_ends_after_it_begins', violation_error_message='It ends before it begins.'),
        ),
        migrations.RunPython(publish_rungs, migrations.RunPython.noop),
    ]
