from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from alliance.dates import PartialDate, Period, Precision
from alliance.forms import PartialDateForm, PartialDateFormField
from alliance.rest import PartialDateSerializerField
from tests.example.models import AgreementStep, Letter, Partner

partial_dates = st.builds(PartialDate.of, st.dates(), st.sampled_from(Precision.values), st.booleans())
periods = st.tuples(st.dates(), st.dates()).map(lambda days: Period(min(days), max(days)))
odd_texts = st.text(max_size=13) | st.text("0123456789-./ \x00٣３²", max_size=13) | partial_dates.map(lambda d: d.iso)


@given(partial_dates)
def test_what_is_written_is_read_again_as_it_was(partial):
    assert PartialDate.parse(partial.iso) == partial
    assert PartialDate.parse(f" {partial.iso}\n") == partial


@given(partial_dates)
def test_its_days_are_those_that_begin_as_it_is_written(partial):
    written = partial.iso.removeprefix("../")
    after = partial.last + timedelta(days=1) if partial.last < date.max else None
    before = partial.first - timedelta(days=1) if partial.first > date.min else None

    assert partial.first.isoformat().startswith(written)
    assert partial.last.isoformat().startswith(written)
    assert not any(day.isoformat().startswith(written) for day in (before, after) if day)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2008-01-15", "15 January 2008"),
        ("2008-01", "January 2008"),
        ("2008", "2008"),
        ("../2006-11-06", "by 6 November 2006"),
        ("../2006-11", "by November 2006"),
        ("../2009", "by 2009"),
        ("0622", "0622"),
    ],
)
def test_it_is_printed_as_far_as_it_is_known(written, printed):
    assert str(PartialDate.parse(written)) == printed


@pytest.mark.parametrize("text", ["2008-13", "2008-02-30", "2009-02-29", "2008-00", "2008-01-00", "0000", "0000-01-01"])
def test_a_day_that_never_was_is_refused_by_name(text):
    with pytest.raises(ValidationError) as refusal:
        PartialDate.parse(text)

    assert refusal.value.messages == [f"There is no such day as {text}."]


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "15/01/2008",
        "2008-1",
        "2008-01-15T00:00",
        "99999",
        "10000-01",
        "-2008",
        "2008/2009",
        "2008..",
        "../",
        "..2008",
        "",
        "２００８",
        "٢٠٠٨",
        "2️⃣0️⃣0️⃣8️⃣",
        "20\x0008",
    ],
)
def test_what_is_no_date_is_refused_in_words(text):
    with pytest.raises(ValidationError) as refusal:
        PartialDate.parse(text)

    words = f"“{text}” is no date: write 2008-01-15, 2008-01 or 2008; put ../ before it for “by then”."
    assert refusal.value.messages == [words]


@pytest.mark.parametrize("parts", [(10000,), (2008, 13), (0,), (-1, 1), (2008, 0), (2008, 1, 0)])
def test_nobody_makes_a_day_that_never_was(parts):
    with pytest.raises(ValidationError, match="There is no such day as"):
        PartialDate(*parts)


@given(odd_texts)
def test_any_text_is_a_date_or_is_refused(text):
    try:
        understood = PartialDate.parse(text)
    except ValidationError as refusal:
        words = " ".join(refusal.messages)
    else:
        words = understood.iso
    assert words == text.strip() or "is no date: write" in words or "There is no such day as" in words


def test_today_is_a_day_of_this_place():
    assert PartialDate.today().first == PartialDate.today().last == timezone.localdate()


def test_a_period_of_partial_dates_runs_from_the_first_day_to_the_last():
    assert Period.parse("2008-05", "2009-02") == Period(date(2008, 5, 1), date(2009, 2, 28))
    assert str(Period.parse("2008", "2008")) == "1 January 2008 to 31 December 2008"
    assert Period.of_year(2008) == Period.parse("2008", "2008")


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("2009", "2009"), ("2008", "2008")),
        (("2008-05", "2009-05"), ("2007-04", "2008-04")),
        (("2008-03", "2008-03"), ("2008-02", "2008-02")),
        (("2008-03-02", "2008-03-31"), ("2008-02-01", "2008-03-01")),
        (("2008-03-01", "2008-03-30"), ("2008-01-31", "2008-02-29")),
    ],
)
def test_the_window_before_is_as_long(period, before):
    """The second report's 13 months are set against 13 months, which are those of the first (trap T6)."""
    assert Period.parse(*period).before == Period.parse(*before)


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValidationError) as refusal:
        Period.parse("2009-05", "2009-04")

    assert refusal.value.messages == ["The period ends on 30 April 2009, before it starts."]


@given(periods.filter(lambda period: period.end.year - period.start.year < 200))
def test_the_years_of_a_period_leave_no_day_out_and_count_none_twice(period):
    years = period.years()

    assert (years[0].start, years[-1].end) == period
    assert all(year.start.year == year.end.year for year in years)
    assert all(after.eve == before.end for before, after in pairwise(years))


def test_there_is_no_eve_of_the_first_day_of_all():
    assert Period(date(2008, 3, 1), date(2008, 3, 1)).eve == date(2008, 2, 29)
    assert Period(date.min, date.max).eve == date.min


@pytest.mark.django_db
@given(partial_dates)
@example(None)
def test_three_columns_keep_one_date(partial):
    partner = Partner.objects.create(name="UNESCO", founded=partial)

    assert Partner.objects.get(pk=partner.pk).founded == partial


def test_a_date_taken_away_leaves_nothing_in_its_columns():
    partner = Partner(name="UNESCO", founded=PartialDate(1945, 11, known_by=True))
    assert (partner.founded_on, partner.founded_on_precision, partner.founded_on_known_by) == (
        date(1945, 11, 1),
        "month",
        True,
    )

    partner.founded = None

    assert (partner.founded_on, partner.founded_on_precision, partner.founded_on_known_by) == (None, "day", False)


class PartnerForm(PartialDateForm):
    founded = PartialDateFormField(required=False)

    class Meta:
        model = Partner
        fields = ["name"]


class LetterForm(PartialDateForm):
    written = PartialDateFormField()
    answer = PartialDateFormField(required=False)

    class Meta:
        model = Letter
        fields = ["subject", "pages"]


class StepForm(PartialDateForm):
    when = PartialDateFormField()

    class Meta:
        model = AgreementStep
        fields = ["status"]


def letter_form(**values):
    return LetterForm({"subject": "Nominations", "pages": 1, "written": "2008-01", **values})


@pytest.mark.django_db
def test_one_box_shows_and_saves_the_date():
    partner = Partner.objects.create(name="UNESCO", founded=PartialDate(1945, known_by=True))
    assert 'value="../1945"' in str(PartnerForm(instance=partner)["founded"])

    PartnerForm({"name": "UNESCO", "founded": "1945-11-16"}, instance=partner).save()

    partner.refresh_from_db()
    assert partner.founded == PartialDate(1945, 11, 16)


@pytest.mark.django_db
def test_an_empty_box_takes_the_date_away():
    partner = Partner.objects.create(name="UNESCO", founded=PartialDate(1945))

    PartnerForm({"name": "UNESCO", "founded": ""}, instance=partner).save()

    partner.refresh_from_db()
    assert partner.founded is None


@pytest.mark.parametrize(("posted", "changed"), [("1945", []), ("1945-01", ["founded"]), ("", ["founded"])])
def test_a_box_left_as_it_was_has_not_changed(posted, changed):
    partner = Partner(name="UNESCO", founded=PartialDate(1945))

    assert PartnerForm({"name": "UNESCO", "founded": posted}, instance=partner).changed_data == changed


@pytest.mark.django_db
def test_a_box_that_must_be_filled_says_what_is_wanted():
    wanted = "Write the date as far as it is known: a day, a month or a year."

    assert letter_form(written="").errors == {"written": [wanted]}


@pytest.mark.django_db
def test_a_constraint_of_the_columns_is_told_by_the_form():
    assert letter_form(answer="2008-02").is_valid()

    assert letter_form(answer="2007").errors == {"__all__": ["The answer is older than the letter."]}


@pytest.mark.django_db
def test_the_letter_of_that_day_exists_already():
    letter_form().save()

    assert "already exists" in letter_form().errors["__all__"][0]
    assert letter_form(written="2008-02").is_valid()


def test_what_the_model_says_of_a_column_is_told_at_the_box():
    tomorrow = timezone.localdate() + timedelta(days=1)

    errors = StepForm({"status": "signed", "when": tomorrow.isoformat()}).errors

    assert list(errors) == ["when"]
    assert "has not come yet" in errors["when"][0]


@pytest.mark.django_db
def test_a_date_that_cannot_be_read_is_told_once():
    told = ["There is no such day as 2008-13."]

    assert letter_form(written="2008-13").errors == {"written": told}
    assert StepForm({"status": "signed", "when": "2008-13"}).errors == {"when": told}


@given(odd_texts)
@example("20\x0008")
@example("2️⃣0️⃣0️⃣8️⃣")
@example("9" * 5000)
def test_a_form_answers_whatever_is_written_in_the_box(text):
    form = PartnerForm({"name": "UNESCO", "founded": text})

    assert form.is_valid() or list(form.errors) == ["founded"]
    assert form.is_valid() == (form.instance.founded is not None or not text.strip())


def test_the_api_reads_and_says_the_same_text():
    field = PartialDateSerializerField()

    assert field.to_representation(field.to_internal_value("../2006-11")) == "../2006-11"
    assert field.to_internal_value(2008) == PartialDate(2008)
