"""An edition on the staff's desk: all of its words in one form, laid over what others wrote meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Max
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from alliance.happenings import Topic
from outreach.models import Block, Edition

if TYPE_CHECKING:
    from people.models import User

UP, DOWN = "up", "down"
LONGEST_NUMBER = 19  # digits; a database counts with fewer


class WordsForm(forms.ModelForm[Any]):
    """Of one row: `seen` is the newest line of its history that the writer has read."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        for name in self.Meta.fields:  # type: ignore[attr-defined]
            if isinstance(value := self.cleaned_data.get(name), str):
                self.cleaned_data[name] = unbroken(value)
        return self.cleaned_data

    @property
    def rewritten(self) -> dict[str, str]:
        """What differs from what is stored; a form that changes nothing writes nothing."""
        fields = self.Meta.fields  # type: ignore[attr-defined]
        return {name: self.cleaned_data[name] for name in fields if self.cleaned_data[name] != self.initial.get(name)}


class EditionForm(WordsForm):
    class Meta:
        model = Edition
        fields = ("subject", "introduction")
        widgets = {
            "subject": UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
            "introduction": UnfoldAdminTextareaWidget(attrs={"rows": 3, "dir": "auto"}),
        }


class BlockForm(WordsForm):
    drop = forms.BooleanField(label=gettext_lazy("Take it out"), required=False, widget=UnfoldBooleanWidget)

    class Meta:
        model = Block
        fields = ("topic", "heading", "text")
        widgets = {
            "topic": UnfoldAdminSelectWidget,
            "heading": UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
            "text": UnfoldAdminTextareaWidget(attrs={"rows": 6, "dir": "auto"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.fields["text"].widget.attrs["rows"] = max(4, min(16, self.instance.text.count("\n") + 2))


class NewBlockForm(BlockForm):
    """It is there once something is written in it; its topic is chosen, not given."""

    drop = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        topic: Any = self.fields["topic"]
        topic.choices, topic.initial = [("", _("Choose a topic")), *Topic.choices], ""
        self.initial.pop("topic", None)

    def has_changed(self) -> bool:
        return bool({"heading", "text"} & {*self.changed_data})


class Issue:
    """What was typed over something that others have written since is refused at its box, and stays there."""

    def __init__(self, edition: Edition, posted: QueryDict | None = None) -> None:
        self.edition = edition
        self.posted: Any = posted.copy() if posted is not None else None
        self.stored = {block.pk: block for block in edition.blocks.all()}
        self.overtaken: list[tuple[str, str, str]] = []
        self.lost: list[str] = []
        newest = newest_of(Block, self.stored)
        self.words = self.laid(EditionForm, edition, newest_of(Edition, [edition.pk]).get(edition.pk, 0))
        self.blocks = [self.laid(BlockForm, block, newest.get(pk, 0)) for pk, block in self.stored.items()]
        self.new = NewBlockForm(self.posted, prefix="new", empty_permitted=True, use_required_attribute=False)
        self.find_lost()

    def laid(self, form: type[WordsForm], row: Any, newest: int) -> WordsForm:
        prefix = f"{row._meta.model_name}-{row.pk}"
        if self.posted is not None:
            self.merge(form, row, prefix, newest)
        return form(self.posted, instance=row, prefix=prefix, initial={"seen": newest}, use_required_attribute=False)

    def merge(self, form: Any, row: Any, prefix: str, newest: int) -> None:
        """What its writer left alone follows the register; what both have changed is told at its box."""
        posted, seen = self.posted, self.posted.get(f"{prefix}-seen")
        read = version(row, seen) if seen is not None else row
        for name in form.Meta.fields:
            box, now, was = f"{prefix}-{name}", getattr(row, name), unbroken(getattr(read, name))
            typed = unbroken(posted.get(box, "")) if seen is not None else was
            if typed == was:
                posted[box] = now
            elif unbroken(now) not in {was, typed}:
                self.overtaken.append((prefix, name, now))
        posted[f"{prefix}-seen"] = str(newest)

    def find_lost(self) -> None:
        """What was typed in a block that others have taken out."""
        posted: Any = self.posted or {}
        for name in posted:
            number = name.removeprefix("block-").removesuffix("-seen")
            is_block = name == f"block-{number}-seen" and number.isdecimal() and len(number) < LONGEST_NUMBER
            if not is_block or int(number) in self.stored:
                continue
            read = version(Block(pk=int(number)), posted[name])
            typed = [(field, unbroken(posted.get(f"block-{number}-{field}", ""))) for field in ("heading", "text")]
            self.lost += [words for field, words in typed if words and words != unbroken(getattr(read, field))]

    @property
    def typed(self) -> list[str]:
        """What differs from what is stored, where nothing can be kept any more."""
        forms = [form for form in self.forms if form.is_bound]
        names = ("subject", "introduction", "heading", "text")
        boxes = [
            (form[name].value() or "", form.initial.get(name) or "")
            for form in forms
            for name in names
            if name in form.fields
        ]
        return [text for text, stored in boxes if unbroken(text) != unbroken(stored)] + self.lost

    @property
    def forms(self) -> Iterator[WordsForm]:
        yield from (self.words, *self.blocks, self.new)

    def is_valid(self) -> bool:
        """Each form is asked, so that every fault is told at once."""
        is_valid = all([form.is_valid() for form in self.forms])  # noqa: C419
        for prefix, name, now in self.overtaken:
            form = next(form for form in self.forms if form.prefix == prefix)
            words = _("Somebody has changed this meanwhile, and it reads: “%(now)s” Save again to keep yours.")
            form.add_error(name, words % {"now": now})
        return is_valid and not self.overtaken and not self.lost

    def save(self, *, by: User) -> None:
        """All of it, within the caller's transaction."""
        if words := self.words.rewritten:
            fresh(self.edition).rewrite(by=by, **words)
        for form in self.blocks:
            if form.cleaned_data["drop"]:
                fresh(form.instance).drop(by=by)
            elif words := form.rewritten:
                fresh(form.instance).rewrite(by=by, **words)
        if self.new.has_changed():
            fields = BlockForm.Meta.fields
            fresh(self.edition).add(by=by, **{name: self.new.cleaned_data[name] for name in fields})
        self.move(by=by)

    def move(self, *, by: User) -> None:
        for name, steps in ((UP, -1), (DOWN, 1)):
            number = self.posted.get(name, "")
            block = self.stored.get(int(number)) if number.isdecimal() else None
            if block and Block.objects.filter(pk=block.pk).exists():
                fresh(block).move(steps, by=by)


def fresh(row: Any) -> Any:
    """As it is stored, for a form has written into its own."""
    return type(row)._default_manager.get(pk=row.pk)


def unbroken(text: str) -> str:
    """A browser sends line breaks of its own."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def newest_of(model: Any, keys: Any) -> dict[int, int]:
    found = model.history.filter(id__in=[*keys]).order_by().values_list("id").annotate(Max("history_id"))
    return dict(found)


def version(row: Any, seen: str) -> Any:
    """The row as its writer read it."""
    number = int(seen) if seen.isdecimal() and len(seen) < LONGEST_NUMBER else 0
    return row.history.filter(history_id=number).first() or row
