"""What the High Representative proposed, and what became of it (DOMAIN 1.22)."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from alliance.dates import PartialDate
from members.models import Proposal
from tests.factories import DocumentFactory
from tests.factories.plans import ProposalFactory, RegionalStrategyFactory

pytestmark = pytest.mark.django_db
EVERYONE = AnonymousUser()


def refused(**columns):
    proposal = ProposalFactory.build(document=DocumentFactory(), **columns)
    with pytest.raises(ValidationError) as refusal:
        proposal.full_clean()
    return refusal.value.message_dict


def test_its_last_line_is_not_before_the_first():
    assert refused(line_from=12, line_to=10) == {"line_to": ["The last line is not before the first."]}
    ProposalFactory.build(document=DocumentFactory(), line_from=12, line_to=12).full_clean()


@pytest.mark.parametrize("lines", [(None, 10), (10, None), (0, 10)])
def test_it_names_both_lines_or_none(lines):
    words = ["Name the first line and the last, which is not before it."]

    assert refused(line_from=lines[0], line_to=lines[1]) == {"__all__": words}


@pytest.mark.parametrize(("lines", "words"), [((10, 12), "lines 10-12"), ((10, 10), "line 10"), ((None, None), "")])
def test_its_lines_are_told_in_words(lines, words):
    assert ProposalFactory.build(line_from=lines[0], line_to=lines[1]).lines == words


def test_what_became_of_it_is_not_known_until_somebody_notes_it(secretary):
    proposal = ProposalFactory()
    assert list(Proposal.objects.without_follow_up()) == [proposal]

    proposal.note_follow_up("taken_up", on=PartialDate(2011, 5), by=secretary, note="A working group was set up")

    stored = Proposal.objects.get()
    assert (stored.follow_up, stored.followed_up.iso, stored.follow_up_note) == (
        *("taken_up", "2011-05", "A working group was set up"),
    )
    assert proposal.follow_up == "taken_up"
    assert not Proposal.objects.without_follow_up().exists()
    assert Proposal.history.latest().history_user == secretary


def test_a_follow_up_of_no_kind_is_refused_and_nothing_is_kept(secretary):
    proposal = ProposalFactory()

    with pytest.raises(ValidationError):
        proposal.note_follow_up("", on=PartialDate(2011), by=secretary)
    with pytest.raises(ValidationError):
        proposal.note_follow_up("forgotten", on=None, by=secretary)

    assert Proposal.objects.get().follow_up == ""


def test_a_day_to_come_is_no_follow_up():
    words = refused(follow_up="done", followed_up_on=date(2999, 1, 1))

    assert words == {"followed_up_on": ["What has not come yet is no follow-up."]}


def test_what_a_hidden_document_proposes_is_hidden(secretary):
    ProposalFactory(document=DocumentFactory(visibility="staff"))

    assert not Proposal.objects.visible_to(EVERYONE).exists()
    assert Proposal.objects.visible_to(secretary).exists()


def test_a_strategy_that_is_not_shown_is_not_named(secretary):
    ProposalFactory(strategy=RegionalStrategyFactory(key="nowhere"))

    assert Proposal.objects.showing_strategy_to(EVERYONE).get().strategy_shown is None
    assert Proposal.objects.showing_strategy_to(secretary).get().strategy_shown == "nowhere"
