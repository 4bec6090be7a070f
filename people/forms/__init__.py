from people.forms.contact import ContactForm, PrivateContactForm
from people.forms.entry import AddPasskeyForm, ConfirmPasskeyForm, ForgottenPasswordForm, SignInPasskeyForm

__all__ = [
    "AddPasskeyForm",
    "ConfirmPasskeyForm",
    "ContactForm",
    "ForgottenPasswordForm",
    "PrivateContactForm",
    "SignInPasskeyForm",
]
