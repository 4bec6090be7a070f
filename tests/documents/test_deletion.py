"""A document on which something rests stays: the fact would lose its source."""

import pytest
from django.core.exceptions import ValidationError

from alliance.dates import PartialDate
from documents.models import Document, LanguageVersion
from tests.example.models import Agreement
from tests.factories import DocumentFactory, FocalPointFactory, MemberFactory, StatedFigureFactory

pytestmark = pytest.mark.django_db


def of_a_step(document):
    MemberFactory(name="Ruritania").join(on=PartialDate(2009, 5), by=None, documents=[document])


def of_a_step_of_another_register(document):
    agreement = Agreement.objects.create(title="Agreement")
    agreement.step_to("signed", on=PartialDate(2010), by=None, documents=[document])


def of_a_figure(document):
    StatedFigureFactory(document=document, value=103)


def of_a_letter(document):
    FocalPointFactory(person__name="Fictional Person", member__name="Ruritania", letter=document)


CITATIONS = {
    "Ruritania: member, May 2009": of_a_step,
    "The agreement with None: signed, 2010": of_a_step_of_another_register,
    "group_of_friends_members: 103": of_a_figure,
    "Fictional Person, principal (Ruritania)": of_a_letter,
}
every_citation = pytest.mark.parametrize("named", CITATIONS)


@pytest.fixture
def letter():
    return DocumentFactory(key="letter", title="Letter of 2009")


@every_citation
def test_a_document_that_is_cited_cannot_be_deleted_and_the_refusal_names_what_cites_it(letter, named):
    CITATIONS[named](letter)

    for deletion in (letter.delete, Document.objects.all().delete, Document.objects.filter(key="letter").delete):
        with pytest.raises(ValidationError) as refusal:
            deletion()
        assert refusal.value.messages == [
            f"It cannot be deleted: it is cited by {named}. Name another source there first."
        ]
    assert Document.objects.filter(key="letter").exists()


def test_of_many_citations_the_first_are_named_and_the_rest_are_counted(letter):
    for number in range(7):
        StatedFigureFactory(document=letter, value=number + 1)

    with pytest.raises(ValidationError, match="and 2 more"):
        letter.delete()


def test_what_nothing_rests_on_goes_with_its_versions(letter):
    LanguageVersion.objects.create(document=letter, language="fr")
    of_a_step(DocumentFactory(key="other"))

    letter.delete()

    assert list(Document.objects.values_list("key", flat=True)) == ["other"]
    assert not LanguageVersion.objects.exists()


@every_citation
def test_the_page_of_deletion_shows_what_keeps_the_document(client, secretary, letter, named):
    CITATIONS[named](letter)
    client.force_login(secretary)
    address = f"/admin/documents/document/{letter.pk}/delete/"

    shown = client.get(address).content.decode()
    client.post(address, {"post": "yes"})

    assert named in shown
    assert Document.objects.filter(key="letter").exists()


@every_citation
def test_the_deletion_of_several_shows_what_keeps_one_of_them(client, secretary, letter, named):
    CITATIONS[named](letter)
    other = DocumentFactory(key="other")
    client.force_login(secretary)
    chosen = {"action": "delete_selected", "_selected_action": [letter.pk, other.pk]}

    shown = client.post("/admin/documents/document/", chosen).content.decode()
    answer = client.post("/admin/documents/document/", chosen | {"post": "yes"})

    assert named in shown
    assert answer.status_code < 400
    assert Document.objects.filter(key__in=["letter", "other"]).count() == 2


def test_staff_delete_what_nothing_rests_on(client, secretary, letter):
    client.force_login(secretary)

    client.post(f"/admin/documents/document/{letter.pk}/delete/", {"post": "yes"})

    assert not Document.objects.exists()
