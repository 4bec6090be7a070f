from people.models.office import Appointment, Office
from people.models.person import Person, PrivateContact
from people.models.user import User

__all__ = ["Appointment", "Office", "Person", "PrivateContact", "User"]
