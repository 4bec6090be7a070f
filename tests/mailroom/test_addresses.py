import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailroom.addresses import PLAIN, deliverable


@settings(max_examples=500)
@example("a@example.org")
@example("first.last+tag@mail.example.org")
@example("a.@example.org")
@example(f"a@{'x' * 64}.org")
@given(st.from_regex(r"[a-z0-9_.+-]{1,70}@[a-z0-9.-]{1,80}\.[a-z]{1,5}", fullmatch=True))
def test_what_is_told_at_once_is_what_django_takes(address):
    if PLAIN.fullmatch(address):
        validate_email(address)
        assert deliverable(address) == address


@pytest.mark.parametrize(
    ("address", "as_sent"),
    [
        (" minister@example.org ", "minister@example.org"),
        ("Minister@Example.org", "Minister@Example.org"),
        ("a@bücher.example.org", "a@xn--bcher-kva.example.org"),
    ],
)
def test_an_address_is_written_as_a_mail_server_takes_it(address, as_sent):
    assert deliverable(address) == as_sent


@pytest.mark.parametrize("address", ["", "a", "a@b", "a b@example.org", "a@example.org\nBcc: b@example.org", "a@-.org"])
def test_what_is_no_address_is_refused_in_words(address):
    with pytest.raises(ValidationError, match="is no e-mail address"):
        deliverable(address)
