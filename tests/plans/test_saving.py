"""What several people, and a line that breaks, do to one section: each text is kept or refused, and none is lost."""

import random
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from alliance.drafts import Stale
from plans.models import DraftPart
from tests.factories import MemberFactory
from tests.factories.work import MEASURE, PlanDraftFactory, acting_for

pytestmark = pytest.mark.django_db
IN_JSON = {"accept": "application/json"}
CUTS = 10


@pytest.fixture
def draft(db):
    return PlanDraftFactory(member=MemberFactory(key="freedonia", state=True, joined="2008"), filled=1)


@pytest.fixture
def editors(draft):
    return [acting_for(draft.member), acting_for(draft.member, role="editor")]


@dataclass
class Page:
    """A section as somebody has it open: what it shows, what it has been shown, and what the server knows of it."""

    editor: object
    name: str
    seen: int
    text: str
    turn: int = 0
    shown: set = field(default_factory=set)

    def writes(self, text):
        self.text, self.turn = text, self.turn + 1
        return {"text": text, "seen": self.seen, "writer": self.name, "turn": self.turn}


class OfTheModel:
    def __init__(self, draft, editors):
        self.draft = draft

    def open(self, editor, name):
        part = DraftPart.objects.get(draft=self.draft, number=1)
        return Page(editor, name, part.version, part.content["objective"])

    def save(self, page, text, seen, writer, turn):
        """Kept with its version, or refused with the text that stands there."""
        told = {**MEASURE, "objective": text}
        try:
            kept = self.draft.keep(1, told, seen=seen, by=page.editor, writer=writer, turn=turn)
        except Stale as refusal:
            return False, refusal.stored.version, refusal.stored.content["objective"]
        return True, kept.version, text


class OverHTTP:
    def __init__(self, draft, editors):
        self.address = f"/portal/plans/{draft.pk}/1/"
        self.clients = {editor: Client() for editor in editors}
        for editor, client in self.clients.items():
            client.force_login(editor)

    def open(self, editor, name):
        context = self.clients[editor].get(self.address).context
        return Page(editor, context["writer"], context["seen"], context["form"].initial["objective"])

    def save(self, page, text, **told):
        answer = self.clients[page.editor].post(self.address, {**MEASURE, "objective": text, **told}, headers=IN_JSON)
        said = answer.json()
        if answer.status_code == 200:
            return True, said["version"], text
        assert answer.status_code == 409
        stored = DraftPart.objects.get(draft_id=self.address.split("/")[3], number=1).content["objective"]
        assert shown_in(said["conflict"]) == {text, stored}
        return False, said["version"], stored


def shown_in(html):
    """The two texts of the objective, as they stand beside each other."""
    words = html.replace("<mark>", "").replace("</mark>", "")
    return {piece.split("</p>")[0].split(">", 1)[1].strip() for piece in words.split('<p dir="auto"')[1:]}


def interleave(door, editors, chance, steps):
    """Two people open, write, save late or not at all, and read what they are refused with. Says what went wrong."""
    pages = [door.open(editor, f"page-{number}") for number, editor in enumerate(editors)]
    late, stands, author = [], pages[0].text, None
    for page in pages:
        page.shown.add(page.text)
    for step in range(steps):
        number = chance.randrange(2)
        if chance.random() < 0.2:
            pages[number] = page = door.open(editors[number], f"page-{number}-{step}")
            assert page.text == stands
            page.shown.add(stands)
            continue
        page = pages[number]
        save = page.writes(f"{page.name} says {step}")
        if chance.random() < 0.2:
            late.append((page, save))
            continue
        sent = [(page, save)] + ([late.pop()] if late and chance.random() < 0.5 else [])
        for page, save in sent:
            is_kept, version, stored = door.save(page, **save)
            if not is_kept:
                assert stored == stands
                page.shown.add(stored)
                page.seen = version
            elif (written := door.open(page.editor, "look").text) == save["text"]:
                assert stands in page.shown or author is page, f"{stands} was overwritten unseen"
                stands, author = save["text"], page
                page.seen = version if chance.random() < 0.7 else page.seen  # the answer may be lost
            else:
                assert written == stands
                assert author is page, "kept, and stands nowhere"


@pytest.mark.parametrize("door", [OfTheModel, OverHTTP])
@pytest.mark.parametrize("seed", range(4))
def test_in_two_hundred_interleavings_of_two_editors_nothing_is_overwritten_unseen(draft, editors, door, seed):
    chance = random.Random(seed)

    for _round in range(50):
        draft.parts.filter(number=1).update(content=MEASURE, version=0, writer="", turn=0, taken_over_at=0)
        interleave(door(draft, editors), editors, chance, steps=7 if door is OfTheModel else 5)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_save_at_once_one_is_kept_and_each_other_is_refused(draft, editors, at_once):
    outcome = at_once(lambda n: draft.keep(1, {**MEASURE, "objective": f"By {n}"}, seen=0, by=editors[n % 2]))

    stored = DraftPart.objects.get(draft=draft, number=1)
    assert outcome == {"done": 1, "refused": 19}
    assert (stored.version, stored.content["objective"][:3]) == (1, "By ")


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_add_to_one_text_at_once_each_is_in_it(draft, editors, at_once):
    def add(number):
        for _attempt in range(200):
            part = DraftPart.objects.get(draft=draft, number=1)
            text = f"{part.content['objective']} {number}."
            try:
                draft.keep(1, {**MEASURE, "objective": text}, seen=part.version, by=editors[0])
            except Stale:
                continue
            return
        raise AssertionError("never kept")

    outcome = at_once(add)

    text = DraftPart.objects.get(draft=draft, number=1).content["objective"]
    assert outcome == {"done": 20}
    assert sorted(text.removeprefix(MEASURE["objective"]).split()) == sorted(f"{number}." for number in range(20))


@pytest.mark.django_db(transaction=True)
def test_of_twenty_windows_that_send_at_once_one_is_kept_and_each_other_gets_both_texts(draft, editors, at_once):
    door, answers = OverHTTP(draft, editors), {}
    clients = [Client() for _window in range(20)]
    for client in clients:
        client.force_login(editors[0])

    def send(number):
        told = {**MEASURE, "objective": f"By {number}", "seen": 0, "writer": f"window-{number}", "turn": 1}
        answers[number] = clients[number].post(door.address, told, headers=IN_JSON)

    at_once(send)

    stored = DraftPart.objects.get(draft=draft, number=1).content["objective"]
    refused = {number: answer for number, answer in answers.items() if answer.status_code == 409}
    assert len(refused) == 19
    assert all(shown_in(answer.json()["conflict"]) == {f"By {n}", stored} for n, answer in refused.items())
    connection.close()


@pytest.mark.parametrize("seed", range(10))
def test_a_line_that_breaks_ten_times_loses_no_field_and_makes_no_false_conflict(draft, editors, seed):
    chance, door = random.Random(seed), OverHTTP(draft, editors)
    page = door.open(editors[0], "")
    boxes = [name for name in MEASURE if name not in {"fields", "completion"}]
    written, held_up = dict(MEASURE), []
    client = door.clients[editors[0]]

    def arrives(save):
        answer = client.post(door.address, save, headers=IN_JSON)
        assert answer.status_code == 200, "a false conflict"
        return answer.json()["version"]

    for cut in range(CUTS):
        for name in chance.sample(boxes, 3):
            written[name] = f"{name} {cut}" if name not in {"starts", "ends"} else f"20{10 + cut}"
        page.turn += 1
        save = {**written, "seen": page.seen, "writer": page.name, "turn": page.turn}
        match chance.choice(["answer lost", "held up", "sent twice"]):
            case "answer lost":
                arrives(save)
            case "held up":
                held_up.append(save)
            case "sent twice":
                arrives(save)
                held_up.append(save)
        if held_up and chance.random() < 0.5:
            arrives(held_up.pop(chance.randrange(len(held_up))))
    page.turn += 1
    page.seen = arrives({**written, "seen": page.seen, "writer": page.name, "turn": page.turn})
    for save in held_up:
        arrives(save)

    stored = DraftPart.objects.get(draft=draft, number=1).content
    assert {name: stored[name] for name in written} == written


def test_what_waited_on_the_line_does_not_go_over_a_colleague_s_text(draft, editors):
    door = OverHTTP(draft, editors)
    mine, theirs = door.open(editors[0], ""), door.open(editors[1], "")
    first, second = mine.writes("Mine, first"), mine.writes("Mine, second")
    assert door.save(mine, **first)[0]
    theirs = door.open(editors[1], "")
    assert door.save(theirs, **theirs.writes("Theirs, having seen mine"))[0]

    is_kept, _version, stored = door.save(mine, **second)

    assert (is_kept, stored) == (False, "Theirs, having seen mine")


def pressing(draft, editor, page):
    """The page on which a measure is added, as somebody has it open, with the name that it was given."""
    client = Client()
    client.force_login(editor)
    return lambda: client.post(reverse("plan_measure_add", args=[draft.pk]), {"writer": page})["Location"]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_add_one_measure(draft, editors, at_once):
    press = pressing(draft, editors[0], "page-1")

    outcome = at_once(lambda number: press())

    assert outcome == {"done": 20}
    assert [part.number for part in draft.shown_parts] == [0, 1, 2]
    connection.close()


def test_each_page_names_itself_and_each_editor_adds_its_own_measure(draft, editors):
    client = Client()
    client.force_login(editors[0])
    pages = {client.get(draft.get_absolute_url()).context["page"] for _visit in range(2)}

    leads = [pressing(draft, editor, page)() for page in pages for editor in editors]

    assert len(set(leads)) == 4


def test_a_press_that_comes_twice_leads_to_the_same_measure_until_somebody_writes_in_it(draft, editors):
    press = pressing(draft, editors[0], "page-1")
    assert press() == press()

    draft.keep(2, {**MEASURE, "title": "Written meanwhile"}, seen=0, by=editors[1], writer="page-2", turn=1)

    assert press().endswith("/3/")
    draft.remove(3, by=editors[0])
    assert press().endswith("/4/")


def test_a_page_without_a_name_adds_at_each_press(draft, editors):
    assert len({pressing(draft, editors[0], name)() for name in ("", "not a name", "x" * 65)}) == 3
