"""What must be true of programmes, their steps, their partners and what is heard in confidence."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alliance.dates import PartialDate, Period
from alliance.ladder import OutOfOrder
from partnerships.models import Consultation, Programme, ProgrammePartner
from tests.factories import UserFactory
from tests.factories.agreements import PartnerFactory
from tests.factories.programmes import ConsultationFactory, ProgrammeFactory, ProgrammePartnerFactory

pytestmark = pytest.mark.django_db


def when(text):
    return PartialDate.parse(text)


@pytest.fixture
def visitor():
    return UserFactory()


@pytest.fixture
def officer():
    return UserFactory(staff=True)


def test_a_programme_comes_from_the_idea_to_its_end():
    programme = ProgrammeFactory()
    for act, day in [
        (programme.conceive, "2006-11"),
        (programme.announce, "2008-01"),
        (programme.prepare, "2008-02"),
        (programme.pilot, "2008-03-07"),
        (programme.launch, "2009-04"),
        (programme.run, "2009-09"),
        (programme.close, "2020"),
    ]:
        act(on=when(day), by=None)
    programme.refresh_from_db()
    assert programme.status == Programme.Status.CLOSED
    assert programme.steps.count() == 7


def test_what_is_closed_does_not_begin_again():
    programme = ProgrammeFactory(launched="2009-04")
    programme.close(on=when("2010-01"), by=None)
    with pytest.raises(OutOfOrder, match="cannot become “operational”"):
        programme.run(on=when("2010-02"), by=None)


def test_preparation_may_come_before_or_after_the_announcement():
    before, after = ProgrammeFactory(), ProgrammeFactory(announced="2009-04")
    before.prepare(on=when("2009-02"), by=None)
    before.announce(on=when("2009-04"), by=None)
    after.prepare(on=when("2009-06"), by=None)
    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.status, after.status) == ("announced", "preparatory")


def test_a_contradicting_account_is_kept_and_no_second_launch():
    programme = ProgrammeFactory(launched="2008-02")
    programme.step_to(Programme.Status.LAUNCHED, on=when("2008-01"), by=None, preferred=False)
    assert programme.steps.count() == 2
    assert not Programme.objects.launched(Period.parse("2008-01", "2008-01"))
    assert Programme.objects.launched(Period.parse("2008-02", "2008-02")).count() == 1
    assert list(Programme.objects.in_dispute()) == [programme]


def test_nobody_but_staff_sees_a_programme_without_a_step(visitor, officer):
    programme = ProgrammeFactory()
    assert programme not in Programme.objects.visible_to(visitor)
    assert programme in Programme.objects.visible_to(officer)


def test_a_programme_is_found_by_a_name_it_had():
    programme = ProgrammeFactory(name="Silatech")
    programme.aliases.create(name="Youth Employment Centre")
    assert list(Programme.objects.called("employment centre")) == [programme]


def test_programmes_without_a_step_for_a_year_are_told_unless_closed():
    today, a_year_ago = date(2010, 6, 1), date(2009, 6, 1)
    old, closed = ProgrammeFactory(launched="2008-04"), ProgrammeFactory(launched="2008-04")
    closed.close(on=when("2008-12"), by=None)
    ProgrammeFactory(launched="2010-01")
    assert list(Programme.objects.resting(today, a_year_ago)) == [old]


def test_a_partner_is_named_once_to_a_programme():
    part = ProgrammePartnerFactory()
    twice = ProgrammePartner(programme=part.programme, partner=part.partner)
    with pytest.raises(ValidationError, match="It is a partner of this programme already"):
        twice.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()


def test_a_hidden_partner_is_not_told_by_its_programme(visitor, officer):
    part = ProgrammePartnerFactory(partner=PartnerFactory(is_public=False))
    assert part not in ProgrammePartner.objects.visible_to(visitor)
    assert part in ProgrammePartner.objects.visible_to(officer)


def test_a_hidden_partner_does_not_move_the_programme_for_who_reads_it():
    programme = ProgrammeFactory(launched="2009-04")
    before = Programme.objects.get(pk=programme.pk).updated_at
    ProgrammePartnerFactory(programme=programme, partner=PartnerFactory(is_public=False))
    assert Programme.objects.get(pk=programme.pk).updated_at == before
    ProgrammePartnerFactory(programme=programme)
    assert Programme.objects.get(pk=programme.pk).updated_at > before


def test_a_consultation_is_for_staff_and_moves_nothing(visitor, officer):
    programme = ProgrammeFactory(launched="2009-04")
    before = Programme.objects.get(pk=programme.pk).updated_at
    heard = ConsultationFactory(programme=programme)
    assert heard not in Consultation.objects.visible_to(visitor)
    assert heard in Consultation.objects.visible_to(officer)
    assert Programme.objects.get(pk=programme.pk).updated_at == before


def test_a_consultation_cannot_have_been_held_tomorrow():
    heard = ConsultationFactory.build(programme=ProgrammeFactory(), held=when("2999-01"))
    with pytest.raises(ValidationError, match="has not come yet") as refusal:
        heard.full_clean()
    assert "held_on" in refusal.value.message_dict
