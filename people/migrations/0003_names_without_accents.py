from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0002_ends_of_terms")]
    operations = [UnaccentExtension()]
