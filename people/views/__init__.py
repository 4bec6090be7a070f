from people.views.confirmation import contact_confirmation
from people.views.contact import contact, contact_confirm
from people.views.entry import accept_invitation, account, go_on, second_factor

__all__ = [
    "accept_invitation",
    "account",
    "contact",
    "contact_confirm",
    "contact_confirmation",
    "go_on",
    "second_factor",
]
