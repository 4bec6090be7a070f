from alliance.registers import RegisterResource
from funds.models import OperationalRate


class OperationalRateResource(RegisterResource):
    class Meta:
        model = OperationalRate
        import_id_fields = ("currency", "in_force_from")
        fields = ("currency", "in_force_from", "rate", "note", "source", "source_kind")
