"""The secretariat's door: who keeps the funds, what is refused in words, what needs attention."""

from datetime import date

import pytest
import tablib
from django.utils import timezone

from alliance.attention import matters
from funds.models import Contribution, Contributor, OperationalRate, Pledge
from funds.resources import (
    ContributionResource,
    ContributorResource,
    OperationalRateResource,
    PledgeResource,
)
from tests.factories import UserFactory
from tests.factories.funds import ContributionFactory, ContributorFactory, FundFactory, PledgeFactory, RateFactory

pytestmark = pytest.mark.django_db
HOME = "/admin/funds/contribution/"


@pytest.fixture
def treasurer(client):
    user = UserFactory(is_staff=True, role="finance")
    client.force_login(user)
    return user


def entered(**more):
    contributor, fund = ContributorFactory(), FundFactory()
    told = {"key": "gift", "contributor": contributor.pk, "fund": fund.pk, "posting": "entered"}
    told |= {"dated": "2010-05-05", "dated_as": "received", "amount": "100", "currency": "EUR"}
    return told | more


def act(client, name, *rows, **answers):
    posted = {"action": name, "_selected_action": [row.pk for row in rows], "is_answered": "1", **answers}
    response = client.post(HOME, posted, follow=True)
    return " ".join(str(message) for message in response.context["messages"])


def test_finance_enters_and_posts(client, treasurer):
    RateFactory(rate="0.8")
    assert client.post(f"{HOME}add/", entered()).status_code == 302
    row = Contribution.objects.get()

    act(client, "post", row, note="bank list")

    row.refresh_from_db()
    assert (row.posting, row.usd, row.history.first().history_user) == ("posted", 125, treasurer)


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"amount": "-5"}, "amount", "An amount is more than nothing."),
        ({"currency": ""}, "currency", "Say in which currency."),
        ({"dated": "2999-01-01"}, "dated", "Nothing is received on a day that has not come yet."),
        ({"dated": "last spring"}, "dated", "“last spring” is no date"),
        ({"posting": "posted"}, "posting", "It is posted by its act"),
        ({"posting": "in_kind"}, "description", "say what it is"),
        ({"contributor": "99999"}, "contributor", "Select a valid choice"),
        ({"amount": "plenty"}, "amount", "Enter a number."),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_saved(told, field, words, client, treasurer):
    response = client.post(f"{HOME}add/", entered(**told))

    assert words in response.context["adminform"].form.errors[field][0]
    assert not Contribution.objects.exists()


def test_without_a_rate_the_act_says_so_by_name(client, treasurer):
    row = ContributionFactory(currency="EUR")

    words = act(client, "post", row)

    assert "No United Nations rate of exchange for EUR is in force on 5 May 2010." in words
    row.refresh_from_db()
    assert row.posting == "entered"


def test_a_form_does_not_change_what_is_posted(client, treasurer):
    row = ContributionFactory(reported=True)
    told = entered(key=row.key, contributor=row.contributor.pk, posting="reported", currency="USD", amount="99")

    response = client.post(f"{HOME}{row.pk}/change/", told)

    assert "This is posted and stays as it is" in response.context["adminform"].form.errors["amount"][0]
    row.refresh_from_db()
    assert row.amount == 100


def test_what_is_posted_is_taken_back_and_not_deleted(client, treasurer):
    row = ContributionFactory(reported=True)

    client.post(f"{HOME}{row.pk}/delete/", {"post": "yes"})
    client.post(HOME, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert Contribution.objects.count() == 1
    act(client, "take_back", row, on="2010-06-01", note="sent back")

    assert [(contra.amount, contra.note) for contra in Contribution.objects.exclude(contra_of=None)] == [
        (-100, "sent back")
    ]


@pytest.mark.parametrize(("role", "status"), [("programme", 403), ("communications", 403), ("management", 200)])
def test_the_other_staff_read(role, status, client):
    client.force_login(UserFactory(is_staff=True, role=role))

    assert client.get(HOME).status_code == 200
    assert client.get(f"{HOME}add/").status_code == status


def table(**columns):
    return tablib.Dataset(tuple(columns.values()), headers=list(columns))


def refusals(resource, **columns):
    result = resource().import_data(table(**columns), dry_run=False)
    told = [str(error.error) for _, errors in result.row_errors() for error in errors]
    return " ".join([*told, *(" ".join(row.error.messages) for row in result.invalid_rows)])


GIFT = {"key": "gift", "contributor": "ruritania", "fund": "trust-fund", "posting": "entered", "dated_on": "2010-05-05"}
GIFT |= {"amount": "100", "currency": "USD"}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"contributor": "arcadia"}, "There is no contributor with the key “arcadia”."),
        ({"fund": "slush-fund"}, "There is no fund with the key “slush-fund”."),
        ({"pledge": "promise"}, "There is no pledge with the key “promise”."),
        ({"paid_by": "Ministry of Magic"}, "This contributor has no paying agency “Ministry of Magic”."),
        ({"amount": "-1"}, "An amount is more than nothing."),
        ({"currency": "GALLEONS"}, "is not a valid choice"),
        ({"dated_on": "2999"}, "Nothing is received on a day that has not come yet."),
        ({"dated_on": "spring"}, "“spring” is no date"),
        ({"posting": "posted"}, "It is posted by its act"),
        ({"posting": "stolen"}, "is not a valid choice"),
    ],
)
def test_an_import_that_does_not_hold_saves_nothing(told, words):
    ContributorFactory(key="ruritania")
    FundFactory()

    assert words in refusals(ContributionResource, **GIFT | told)
    assert not Contribution.objects.exists()


def test_a_second_row_that_does_not_hold_takes_the_first_with_it():
    ContributorFactory(key="ruritania")
    FundFactory()
    rows = table(**GIFT)
    rows.append(tuple((GIFT | {"key": "second", "amount": "-1"}).values()))

    ContributionResource().import_data(rows, dry_run=False)

    assert not Contribution.objects.exists()


def test_an_import_does_not_change_what_is_posted():
    row = ContributionFactory(key="gift", contributor=ContributorFactory(key="ruritania"), reported=True)

    assert "This is posted and stays" in refusals(ContributionResource, **GIFT | {"posting": "reported", "amount": "9"})
    row.refresh_from_db()
    assert row.amount == 100


def test_the_other_registers_come_in_by_keys_too():
    contributor = ContributorFactory(key="ruritania")
    member = {"key": "again", "member": contributor.member.key}
    pledge = {"key": "pledge", "contributor": "arcadia", "fund": "trust-fund", "pledged_on": "2014"}

    assert "This member is a contributor already" in refusals(ContributorResource, **member)
    assert "no contributor with the key “arcadia”" in refusals(PledgeResource, **pledge)
    assert "more than nothing" in refusals(
        OperationalRateResource, currency="EUR", in_force_from="2010-05-01", rate="0"
    )
    assert refusals(OperationalRateResource, currency="EUR", in_force_from="2010-05-01", rate="0.75") == ""
    assert (Contributor.objects.count(), Pledge.objects.count(), OperationalRate.objects.count()) == (1, 0, 1)


def test_every_matter_opens_exactly_its_rows(client, secretary):
    RateFactory(in_force_from="2010-05-01")
    ContributionFactory(currency="EUR", when="2010-04-30")
    ContributionFactory()
    ContributionFactory(reported=True)
    PledgeFactory(when="2014")
    PledgeFactory(when=timezone.localdate().isoformat())
    client.force_login(secretary)
    mine = [matter for matter in matters(date.today()) if "/funds/" in matter.address]

    assert [matter.count for matter in mine] == [1, 1, 2]
    for matter in mine:
        assert client.get(matter.address).context["cl"].result_count == matter.count


@pytest.mark.parametrize("register", ["contribution", "contributor", "pledge", "operationalrate", "fund"])
def test_every_register_opens_and_is_searched(register, client, secretary):
    RateFactory()
    ContributionFactory(contributor=PledgeFactory().contributor)
    client.force_login(secretary)

    assert client.get(f"/admin/funds/{register}/").status_code == 200
    assert client.get(f"/admin/funds/{register}/", {"q": "r"}).status_code == 200


def test_a_badge_without_a_colour_is_told_in_words(client, secretary):
    ContributionFactory(unconfirmed=True)
    client.force_login(secretary)

    page = client.get("/admin/funds/contribution/").content.decode()

    assert "of unconfirmed purpose" in page
    assert ">unconfirmed_purpose<" not in page.replace(" ", "").replace("\n", "")
