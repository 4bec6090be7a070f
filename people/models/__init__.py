from people.models.audit_entry import AuditEntry
from people.models.invitation import Invitation
from people.models.office import Appointment, Office
from people.models.person import Person, PrivateContact
from people.models.user import User

__all__ = ["Appointment", "AuditEntry", "Invitation", "Office", "Person", "PrivateContact", "User"]
