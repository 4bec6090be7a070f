"""What is read in mails that have arrived."""

import re
from email.utils import parseaddr


def addresses(mails):
    return [parseaddr(to)[1] for mail in mails for to in mail.to]


def path_in(mail, start="/"):
    """Of the first link to the portal that begins so."""
    return re.search(rf"http://127.0.0.1:8000({re.escape(start)}\S+)", mail.body)[1]
