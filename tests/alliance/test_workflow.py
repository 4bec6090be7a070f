import pytest
from django.core.exceptions import ValidationError

from alliance.dates import PartialDate
from tests.example.models import Letter

pytestmark = pytest.mark.django_db


def test_an_arrow_is_taken(letter, secretary):
    letter.move_to("sent", by=secretary)

    assert letter.status == Letter.objects.get().status == "sent"


def test_where_there_is_no_arrow_the_move_is_refused_in_words(letter, secretary):
    with pytest.raises(ValidationError) as refusal:
        letter.move_to("answered", by=secretary)

    assert refusal.value.messages == ["The letter “Nominations” is a draft and cannot become answered."]


def test_a_status_that_nobody_knows_is_refused(letter, secretary):
    with pytest.raises(ValidationError) as refusal:
        letter.move_to("burnt", by=secretary)

    assert refusal.value.messages == ["The letter “Nominations” is a draft and cannot become burnt."]


def test_the_stored_status_decides_and_not_the_one_that_was_read(letter, secretary):
    read_before = Letter.objects.get()
    letter.move_to("sent", by=secretary)

    with pytest.raises(ValidationError) as refusal:
        read_before.move_to("sent", by=secretary)

    assert refusal.value.messages == ["The letter “Nominations” is sent already."]
    assert read_before.status == "draft"


def test_what_the_move_brings_is_saved_with_it(letter, secretary):
    letter.move_to("sent", by=secretary, pages=3, written=PartialDate(2008, 1))

    stored = Letter.objects.get()
    assert (letter.pages, letter.written) == (stored.pages, stored.written) == (3, PartialDate(2008, 1))


def test_what_the_move_does_not_bring_is_not_saved(letter, secretary):
    letter.subject = "Scribbled"

    letter.move_to("sent", by=secretary)

    assert Letter.objects.get().subject == "Nominations"


def test_who_harvests_what_changed_is_told_of_a_move(letter, secretary):
    before = Letter.objects.get().updated_at

    letter.move_to("sent", by=secretary)

    assert letter.updated_at == Letter.objects.get().updated_at > before


def test_a_move_that_breaks_a_rule_leaves_the_record_as_it_was(letter, secretary):
    letter.move_to("sent", by=secretary)
    told = letter.history.count()

    with pytest.raises(ValidationError) as refusal:
        letter.move_to("answered", by=secretary, pages=2)

    assert refusal.value.messages == ["Say when it was answered."]
    assert (letter.status, letter.pages) == ("sent", 1)
    assert list(Letter.objects.values_list("status", "pages")) == [("sent", 1)]
    assert letter.history.count() == told


def test_rules_of_two_dates_are_asked_too(letter, secretary):
    letter.move_to("sent", by=secretary, written=PartialDate(2008, 5))

    with pytest.raises(ValidationError, match="The answer is older than the letter"):
        letter.move_to("answered", by=secretary, answer=PartialDate(2008, 4))


def test_history_says_who_and_why(letter, secretary):
    letter.move_to("sent", by=secretary, note="By the bag of Monday")

    row = letter.history.first()
    assert (row.status, row.history_user, row.history_change_reason) == ("sent", secretary, "By the bag of Monday")


def test_a_long_reason_is_cut_and_not_refused(letter, secretary):
    letter.move_to("sent", by=secretary, note="x" * 300)

    assert letter.history.first().history_change_reason == "x" * 100


def test_what_no_person_did_has_nobody_in_its_history(letter):
    letter.move_to("sent", by=None)

    row = letter.history.first()
    assert (row.status, row.history_user, row.history_change_reason) == ("sent", None, None)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_send_at_once_one_sends(letter, at_once):
    outcome = at_once(lambda n: Letter.objects.get().move_to("sent", by=None, pages=n + 1))

    assert outcome == {"done": 1, "refused": 19}
    assert list(letter.history.values_list("status", flat=True)) == ["sent", "draft"]
