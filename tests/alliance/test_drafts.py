import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.drafts import Stale
from tests.example.models import PlanDraft

pytestmark = pytest.mark.django_db

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
forms = st.dictionaries(texts, texts | st.lists(texts, max_size=3), max_size=4)


@pytest.fixture
def draft():
    return PlanDraft.objects.create()


def stored(draft):
    return PlanDraft.objects.get(pk=draft.pk)


def test_a_form_is_kept_as_often_as_one_likes_complete_or_not(draft):
    began = draft.saved_at

    draft.keep({"title": "Plan of"}, seen=0)
    draft.keep({"title": "Plan of Portugal", "measures": ["Schools", "Média"]}, seen=draft.version)

    assert stored(draft).content == draft.content == {"title": "Plan of Portugal", "measures": ["Schools", "Média"]}
    assert stored(draft).version == draft.version == 2
    assert stored(draft).saved_at == draft.saved_at > began


def test_a_save_over_a_newer_text_is_refused_and_both_are_there(draft):
    mine = stored(draft)
    draft.keep({"title": "Theirs"}, seen=0)

    with pytest.raises(Stale) as refusal:
        mine.keep({"title": "Mine"}, seen=0)

    assert refusal.value.stored.content == {"title": "Theirs"}
    assert refusal.value.stored.version == 1
    assert (mine.content, mine.version) == ({}, 0)
    assert stored(draft).content == {"title": "Theirs"}


def test_who_has_seen_the_newer_text_may_save_over_it(draft):
    draft.keep({"title": "Theirs"}, seen=0)

    stored(draft).keep({"title": "Both"}, seen=1)

    assert stored(draft).content == {"title": "Both"}


def test_a_version_that_is_not_there_yet_is_not_saved_over(draft):
    with pytest.raises(Stale):
        draft.keep({"title": "Mine"}, seen=7)


def test_another_draft_is_left_alone(draft):
    other = PlanDraft.objects.create()

    draft.keep({"title": "Mine"}, seen=0)

    assert (stored(other).content, stored(other).version) == ({}, 0)


@settings(max_examples=50)
@given(forms)
def test_whatever_a_form_holds_is_kept(content):
    draft = PlanDraft.objects.create()

    draft.keep(content, seen=0)

    assert stored(draft).content == draft.content == content


def test_the_one_character_that_no_database_keeps_is_left_out(draft):
    draft.keep({"ti\0tle": "Pl\0an", "measures": ["Scho\0ols", {"by": "2009\0"}], "pages": 3}, seen=0)

    assert stored(draft).content == {"title": "Plan", "measures": ["Schools", {"by": "2009"}], "pages": 3}


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_save_at_once_one_wins(draft, at_once):
    outcome = at_once(lambda n: stored(draft).keep({"by": n}, seen=0))

    assert outcome == {"done": 1, "refused": 19}
    assert stored(draft).version == 1
    assert stored(draft).content["by"] in range(20)


def test_a_page_that_lost_the_answer_to_its_save_goes_on(draft):
    draft.keep({"title": "Pl"}, seen=0, writer="mine", turn=1)

    draft.keep({"title": "Plan"}, seen=0, writer="mine", turn=2)

    assert stored(draft).content == {"title": "Plan"}
    assert stored(draft).version == 2


def test_an_older_save_of_the_same_page_that_arrives_later_changes_nothing(draft):
    draft.keep({"title": "Plan"}, seen=0, writer="mine", turn=2)

    draft.keep({"title": "Pl"}, seen=0, writer="mine", turn=1)

    assert stored(draft).content == draft.content == {"title": "Plan"}
    assert draft.version == 1


def test_a_page_does_not_save_over_another_that_saved_since(draft):
    draft.keep({"title": "Mine"}, seen=0, writer="mine", turn=1)
    draft.keep({"title": "Theirs"}, seen=1, writer="theirs", turn=1)

    with pytest.raises(Stale) as refusal:
        draft.keep({"title": "Mine, longer"}, seen=1, writer="mine", turn=2)

    assert refusal.value.stored.content == {"title": "Theirs"}
    assert stored(draft).content == {"title": "Theirs"}


def test_a_page_that_was_opened_before_another_s_saves_does_not_pass_for_its_follower(draft):
    draft.keep({"title": "Theirs"}, seen=0, writer="theirs", turn=1)

    with pytest.raises(Stale):
        draft.keep({"title": "Mine"}, seen=0, writer="mine", turn=5)


def test_a_page_that_took_over_an_older_text_does_not_go_back_behind_it(draft):
    draft.keep({"title": "Theirs"}, seen=0, writer="theirs", turn=1)
    draft.keep({"title": "Mine"}, seen=1, writer="mine", turn=1)

    with pytest.raises(Stale):
        draft.keep({"title": "Of a page opened before"}, seen=0, writer="mine", turn=2)


def test_two_who_wrote_the_same_have_no_conflict(draft):
    draft.keep({"title": "Plan"}, seen=0, writer="theirs", turn=1)

    draft.keep({"title": "Plan"}, seen=0, writer="mine", turn=1)

    assert draft.version == stored(draft).version == 1


def test_a_page_without_turns_saves_over_its_own_text_alone(draft):
    draft.keep({"title": "Once"}, seen=0, writer="mine")

    draft.keep({"title": "Twice"}, seen=0, writer="mine")

    assert stored(draft).content == {"title": "Twice"}
