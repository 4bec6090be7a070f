"""Whatever is handed in goes through one check, which refuses in words, soon and with little memory."""

import json
import os
import subprocess
import sys
import tracemalloc

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from alliance.uploads import KINDS, check, kind_of, safe_name
from tests.alliance.hostile import HONEST, HOSTILE, MEGABYTE, pdf

ACCOUNTANT = """
import json, os, sys
spent = {}
for path in sys.argv[1:]:
    told, tell = os.pipe()
    actions = [(os.POSIX_SPAWN_OPEN, 0, path, os.O_RDONLY, 0)]
    actions += [(os.POSIX_SPAWN_DUP2, tell, place) for place in (1, 2)]
    command = [sys.executable, "-s", "-E", "-m", "inspection", path.rpartition(".")[2]]
    child = os.posix_spawn(sys.executable, command, {}, file_actions=actions)
    _, _, usage = os.wait4(child, 0)
    spent[path] = [usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]
print(json.dumps(spent))
"""


def processor_time():
    """Of this process and those that it started; a busy machine makes no difference."""
    return sum(os.times()[:4])


def handed_in(content, name="a.pdf"):
    return check(ContentFile(content, name), name)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name):
    file_name, made, words = HOSTILE[name]
    content = made()

    before = processor_time()
    with pytest.raises(ValidationError, match=words) as refusal:
        handed_in(content, file_name)

    assert processor_time() - before < 2
    assert refusal.value.messages[0].endswith(".")


def test_there_are_more_than_forty_and_each_is_refused_within_two_seconds_and_50_megabytes(tmp_path, settings):
    paths = {}
    for number, (name, (file_name, made, _words)) in enumerate(HOSTILE.items()):
        kind = file_name.rpartition(".")[2].replace("jpeg", "jpg")
        if kind in KINDS:
            path = tmp_path / f"{number}.{kind}"
            path.write_bytes(made())
            paths[str(path)] = name

    command = [sys.executable, "-c", ACCOUNTANT, *paths]
    spent = json.loads(subprocess.run(command, capture_output=True, cwd=settings.BASE_DIR, check=True).stdout)

    assert len(paths) > 40
    assert {paths[path]: cost for path, cost in spent.items() if cost[0] >= 2 or cost[1] >= 50} == {}


def test_the_portal_itself_needs_little_memory_for_the_largest_file():
    content = pdf() + b"\0" * (20 * MEGABYTE - len(pdf()))

    tracemalloc.start()
    with pytest.raises(ValidationError):
        handed_in(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 5 * MEGABYTE


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_taken_for_what_it_is(name):
    file_name, made, content_type = HONEST[name]
    content = made()

    checked = handed_in(content, file_name)

    assert (checked.content_type, checked.size) == (content_type, len(content))


def test_a_file_larger_than_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT_MB = 1

    with pytest.raises(ValidationError, match="up to 1 MB are taken"):
        handed_in(pdf() + b"\n" * MEGABYTE)
    assert handed_in(pdf()).size


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Report 2009.pdf", "Report-2009.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\a\plan.docx", "plan.docx"),
        ("a.exe.pdf", "a-exe.pdf"),
        ("a\u202efdp.docx", "afdp.docx"),
        ("a\r\nSet-Cookie: b.pdf", "a-Set-Cookie-b.pdf"),
        ("a\0.pdf", "a.pdf"),
        ('a"; filename=b.pdf', "a-filename-b.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("..pdf", "pdf"),
        ("   .pdf", "pdf"),
        ("план действий.pdf", "план-действий.pdf"),
        ("خطة.PDF", "خطة.PDF"),
        ("Cote\u0302.pdf", "Cotê.pdf"),
        ("a" * 500 + ".pdf", "a" * 120 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(name, safe):
    assert safe_name(name) == safe


def test_the_kind_is_that_of_the_last_extension_whatever_its_case():
    assert (kind_of("a.PDF"), kind_of("a.jpeg"), kind_of("a.Jpg")) == ("pdf", "jpg", "jpg")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("sys.exit(b'%PDF' not in sys.stdin.buffer.read())", None),
        ("sys.exit(1)", "found a virus in this file"),
        ("sys.exit(2)", "could not be checked for viruses now"),
        ("time.sleep(60)", "could not be checked for viruses now"),
    ],
)
def test_the_antivirus_program_gets_the_file_and_only_its_yes_lets_it_in(settings, answer, words):
    settings.ANTIVIRUS_COMMAND = f'{sys.executable} -c "import sys, time; {answer}"'
    settings.ANTIVIRUS_TIMEOUT = 1

    if words:
        with pytest.raises(ValidationError, match=words):
            handed_in(pdf())
    else:
        assert handed_in(pdf()).name == "a.pdf"


def test_without_the_antivirus_program_that_is_named_nothing_gets_in(settings):
    settings.ANTIVIRUS_COMMAND = "/nowhere/to-be-found -"

    with pytest.raises(ValidationError, match="could not be checked for viruses now"):
        handed_in(pdf())
