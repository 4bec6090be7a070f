import pytest

from documents.models import Document
from tests.factories import DocumentFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Türkiye", "turkiye"),
        ("Türkiye", "TÜRK"),
        ("Turkiye", "Türkiye"),
        ("Côte d'Ivoire", "cote"),
        ("İstanbul", "istanbul"),
        ("Diyarbakır", "diyarbakir"),
        ("Łódź", "lodz"),
        ("Færøerne", "faeroerne"),
        ("Straße", "strasse"),
        ("Österreich", "osterreich"),
        ("Российская Федерация", "федерация"),
        ("جامعة الدول العربية", "العربية"),
        ("联合国", "合国"),
    ],
)
def test_a_name_is_found_with_and_without_its_accents(name, words):
    document = DocumentFactory(title=name)
    DocumentFactory(title="Another")

    assert Document.objects.filter(title__called=words).get() == document


@pytest.mark.parametrize("words", ["%", "_", "100%_", "\\", "'", '"'])
def test_signs_stand_for_themselves(words):
    document = DocumentFactory(title=f"So {words} it is")
    DocumentFactory(title="So it is")

    assert Document.objects.filter(title__called=words).get() == document


def test_the_page_of_members_finds_a_name_by_plain_letters(client):
    MemberFactory(name="Türkiye", joined="2005")
    MemberFactory(name="Elsewhere", joined="2005")

    page = client.get("/members/", {"search": "turkiye"}).content.decode()

    assert "Türkiye" in page
    assert "Elsewhere" not in page
