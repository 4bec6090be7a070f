from people.forms.contact import ContactForm, PrivateContactForm
from people.forms.entry import (
    AddPasskeyForm,
    CodeForm,
    ConfirmPasskeyForm,
    ForgottenPasswordForm,
    PasskeyForm,
    SignInPasskeyForm,
)

__all__ = [
    "AddPasskeyForm",
    "CodeForm",
    "ConfirmPasskeyForm",
    "ContactForm",
    "ForgottenPasswordForm",
    "PasskeyForm",
    "PrivateContactForm",
    "SignInPasskeyForm",
]
