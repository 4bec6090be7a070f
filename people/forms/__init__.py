from people.forms.contact import ContactForm, PrivateContactForm
from people.forms.entry import (
    AddPasskeyForm,
    ConfirmPasskeyForm,
    ForgottenPasswordForm,
    PasskeyForm,
    SignInPasskeyForm,
)

__all__ = [
    "AddPasskeyForm",
    "ConfirmPasskeyForm",
    "ContactForm",
    "ForgottenPasswordForm",
    "PasskeyForm",
    "PrivateContactForm",
    "SignInPasskeyForm",
]
