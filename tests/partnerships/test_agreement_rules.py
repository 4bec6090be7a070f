"""What holds of an agreement, whoever records it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alliance.dates import PartialDate, Period
from partnerships.models import Agreement, Party
from tests.factories.agreements import AgreementFactory, PartnerFactory

pytestmark = pytest.mark.django_db
MAY_2009 = date(2009, 5, 31)


def refused(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        act(*args, **kwargs)
    return refusal.value


def test_a_memorandum_goes_from_the_approach_to_its_end():
    agreement = AgreementFactory(approached="2008", negotiating="2009", signed="2010-05-29")

    agreement.enter_into_force(on=PartialDate(2010, 6), by=None)
    agreement.end(on=PartialDate(2012), by=None)

    assert agreement.status == agreement.public_status == "ended"
    assert agreement.concluded == PartialDate(2010, 5, 29)


@pytest.mark.parametrize("act", ["sign"])
@pytest.mark.parametrize("kind", ["memorandum", "letter_of_intent", "joint_action_plan", "exchange"])
def test_what_is_signed_has_two_parties_at_least(kind, act):
    agreement = AgreementFactory(kind=kind, partner=False)
    Party.objects.create(agreement=agreement, is_alliance=True)

    assert "fewer than two parties" in str(refused(getattr(agreement, act), on=PartialDate(2009), by=None))
    assert not agreement.steps.exists()

    Party.objects.create(agreement=agreement, partner=PartnerFactory())
    agreement.sign(on=PartialDate(2009), by=None)


def test_a_decision_is_taken_by_its_body_and_not_signed():
    decision = AgreementFactory(decision=True)

    assert "is taken by its body" in str(refused(decision.sign, on=PartialDate(2008), by=None))
    assert "is taken by its body" in str(refused(decision.approach, on=PartialDate(2008), by=None))
    decision.take(on=PartialDate(2008, 12), by=None)
    decision.end(on=PartialDate(2010), by=None)
    assert decision.status == "ended"


def test_a_decision_has_a_body_and_no_other_party():
    decision = AgreementFactory(decision=True, partner=False)

    assert "without its body" in str(refused(decision.take, on=PartialDate(2008), by=None))
    assert "is_alliance" in refused(Party(agreement=decision, is_alliance=True).full_clean).message_dict


def test_a_memorandum_is_not_taken():
    assert "Only a decision is taken" in str(refused(AgreementFactory().take, on=PartialDate(2008), by=None))


@pytest.mark.parametrize("act", ["enter_into_force", "end"])
def test_nothing_ends_or_comes_into_force_that_is_not_signed(act):
    negotiated = AgreementFactory(negotiating="2009")

    assert "cannot become" in str(refused(getattr(negotiated, act), on=PartialDate(2010), by=None))


def test_it_does_not_expire_before_it_is_signed():
    agreement = AgreementFactory(signed="2010-05-29")
    agreement.expires_on = date(2010, 5, 28)

    assert "before it is signed" in refused(agreement.full_clean).message_dict["expires_on"][0]

    other = AgreementFactory(expires_on=date(2010, 5, 28))
    assert "cannot expire" in str(refused(other.sign, on=PartialDate(2010, 5, 29), by=None))
    other.sign(on=PartialDate(2010, 5), by=None)


def test_its_kind_stays_one_of_its_steps():
    agreement = AgreementFactory(signed="2010")
    agreement.kind = "decision"

    assert "kind" in refused(agreement.full_clean).message_dict


def test_a_party_is_the_alliance_or_a_partner():
    agreement = AgreementFactory()
    neither, both = Party(agreement=agreement), Party(agreement=agreement, is_alliance=True, partner=PartnerFactory())

    for party in (neither, both):
        assert "say which" in str(refused(party.full_clean))
        with pytest.raises(IntegrityError), transaction.atomic():
            party.save()


def test_nobody_is_a_party_twice():
    partner = PartnerFactory()
    agreement = AgreementFactory(partner=partner)

    assert "already" in str(refused(Party(agreement=agreement, partner=partner).full_clean))
    assert "already" in str(refused(Party(agreement=agreement, is_alliance=True).full_clean))


def test_an_agreement_does_not_follow_on_itself():
    letter = AgreementFactory(letter=True, signed="2008-01")
    memorandum = AgreementFactory(predecessor=letter, signed="2008-09")
    letter.predecessor = memorandum

    assert "predecessor" in refused(letter.full_clean).message_dict
    assert list(letter.successors.all()) == [memorandum]


def test_a_letter_of_intent_and_a_decision_are_no_agreements():
    kinds = {kind: AgreementFactory(kind=kind).is_agreement for kind in Agreement.Kind.values}

    assert [kind for kind, counts in kinds.items() if counts] == ["memorandum", "joint_action_plan", "exchange"]
    assert Agreement.objects.agreements().count() == 3
    assert Agreement.objects.letters_of_intent().count() == Agreement.objects.decisions().count() == 1


@pytest.mark.parametrize(
    ("made", "name"),
    [
        ({"signed": "2008-01"}, "Memorandum of understanding with Ruritanian Union (2008)"),
        ({"signed": "../2009-05-31"}, "Memorandum of understanding with Ruritanian Union (by 2009)"),
        ({"negotiating": "2009"}, "Memorandum of understanding with Ruritanian Union"),
        ({"letter": True, "signed": "2008"}, "Letter of intent with Ruritanian Union (2008)"),
        ({"decision": True, "taken": "2008"}, "Decision of Ruritanian Union (2008)"),
        ({"title": "Charter", "signed": "2008"}, "Charter"),
        ({"partner": False}, "Memorandum of understanding"),
    ],
)
def test_without_a_title_it_is_called_after_kind_party_and_year(made, name):
    given = {"partner__name": "Ruritanian Union"} if "partner" not in made else {}
    agreement = AgreementFactory(**made, **given)

    assert (agreement.name, agreement.heading) == (name, name)


def test_its_name_follows_its_parties():
    partner = PartnerFactory(name="Ruritanian Union")
    agreement = AgreementFactory(partner=partner, signed="2008")

    partner.name = "Union of Ruritania"
    partner.save()
    Party.objects.create(agreement=agreement, partner=PartnerFactory(name="Second Body"), order=2)
    agreement.refresh_from_db()

    assert agreement.name == "Memorandum of understanding with Union of Ruritania and Second Body (2008)"


def test_whoever_has_signed_is_no_secret():
    partner = PartnerFactory(is_public=False)
    agreement = AgreementFactory(partner=partner, negotiating="2009")
    partner.refresh_from_db()
    assert not partner.is_public

    agreement.sign(on=PartialDate(2010), by=None)

    partner.refresh_from_db()
    assert partner.is_public
    partner.is_public = False
    assert "is_public" in refused(partner.full_clean).message_dict
    third = PartnerFactory(is_public=False)
    Party.objects.create(agreement=agreement, partner=third)
    third.refresh_from_db()
    assert third.is_public


def test_the_words_of_the_register_hold_for_any_day():
    signed = AgreementFactory(negotiating="2008", signed="2009-04", expires_on=date(2011, 4, 30))
    known = AgreementFactory(signed="../2009-05-31")
    ended = AgreementFactory(signed="2008-01")
    ended.end(on=PartialDate(2009), by=None)
    negotiated = AgreementFactory(negotiating="../2009-06-16")
    agreements = Agreement.objects

    assert set(agreements.signed(by=MAY_2009)) == {signed, known, ended}
    assert set(agreements.signed(by=date(2009, 3, 31))) == {ended}
    assert set(agreements.signed_in(Period(date(2009, 1, 1), MAY_2009))) == {signed}
    assert set(agreements.negotiating(date(2009, 6, 16))) == {negotiated}
    assert set(agreements.negotiating(date(2008, 6, 1))) == {signed}
    assert set(agreements.in_force(MAY_2009)) == {signed, known}
    assert set(agreements.in_force(date(2011, 5, 1))) == {known}
    assert set(agreements.expiring(date(2011, 4, 1), timedelta(days=30))) == {signed}
    assert not agreements.expiring(date(2011, 3, 1), timedelta(days=30)).exists()
    assert set(agreements.without_text(MAY_2009)) == {signed, known, ended}


@pytest.mark.parametrize(("notice", "first_day"), [(30, date(2011, 3, 31)), (None, date(2011, 1, 30))])
def test_its_notice_begins_so_many_days_before_it_expires(notice, first_day):
    agreement = AgreementFactory(signed="2009", expires_on=date(2011, 4, 30), notice_days=notice)

    assert list(Agreement.objects.within_notice(first_day)) == [agreement]
    assert not Agreement.objects.within_notice(first_day - timedelta(days=1)).exists()


def test_a_negotiation_rests_where_nothing_is_told_of_it_for_long():
    AgreementFactory(negotiating="2014-02-14")
    recent = AgreementFactory(negotiating="2014-02-14")
    recent.steps.create(status="negotiating", on=date(2026, 1, 1), preferred=False)

    assert Agreement.objects.resting(date(2026, 6, 1), since=date(2025, 6, 1)).count() == 1


@pytest.mark.parametrize(("notice", "expires"), [(32767, date(1, 1, 5)), (None, date(1, 3, 31)), (10**12, date.max)])
def test_its_notice_does_not_begin_before_the_calendar(notice, expires):
    agreement = AgreementFactory.build(expires_on=expires, notice_days=notice)
    assert "so long before it expires" in refused(agreement.clean).message_dict["notice_days"][0]
