"""
The form of a rule: what it is called and does, and the short list of conditions, each to be ticked and set.

Lists are text areas of one entry a line. What was imported from a file is not in them, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import RejectionReason, Rule, RuleEntry
from comments.rules.blocklist import FILE_MAX_BYTES
from comments.rules.conditions import KINDS
from comments.rules.matches import Match
from comments.rules.patterns import compile_pattern
from comments.rules.senders import clean_entry
from comments.rules.wordlists import WordList

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LINES_MAX = 2000
PATTERNS_MAX = 200
ENTRY_MAX = 200
TRY_MAX = 5000
Kind = RuleEntry.Kind
# The lists that are typed, with the words above each.
LISTS: dict[str, tuple[StrOrPromise, StrOrPromise]] = {
    Kind.WORD: (gettext_lazy("Whole words"), gettext_lazy("“art” is found in “l’art”, not in “artisan”.")),
    Kind.PART: (gettext_lazy("Anywhere, inside words too"), gettext_lazy("“casin” is found in “SuperCasino”.")),
    Kind.PATTERN: (gettext_lazy("Patterns"), gettext_lazy("Regular expressions, such as  gagn\\w+ \\d+ ?(€|eur).")),
    Kind.EMAIL: (gettext_lazy("E-mail addresses"), ""),
    Kind.DOMAIN: (gettext_lazy("E-mail domains"), gettext_lazy("And all below them: mail.example of example.")),
    Kind.NETWORK: (
        gettext_lazy("Network addresses"),
        gettext_lazy("One address or a range: 192.0.2.0/24, 2001:db8::/32."),
    ),
    Kind.HOST: (gettext_lazy("Sites"), gettext_lazy("And all below them. They are looked for in links.")),
}


@dataclass(frozen=True)
class ConditionFields:
    """One condition as the form shows it."""

    name: str
    use: BoundField
    hint: StrOrPromise
    settings: list[BoundField]
    lists: list[BoundField]


@dataclass(frozen=True)
class Tried:
    """A text that was tried, cut where something was found, and what that is."""

    pieces: list[tuple[str, bool]]
    found: list[Match]


class RuleForm(forms.ModelForm[Rule]):
    try_text = forms.CharField(
        label=gettext_lazy("A text to try words and patterns on"),
        required=False,
        max_length=TRY_MAX,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Rule
        fields = ("name", "action", "reason", "section", "ends_at", "position")
        widgets = {"ends_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        self.fields["section"].empty_label = _("the whole site")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["reason"].queryset = RejectionReason.objects.filter(is_offered=True)  # type: ignore[attr-defined]
        self.fields["position"].required = False
        if self.instance.pk is None:
            self.fields["position"].initial = None
        self.entries: list[tuple[str, str]] = []
        self.imported = self.instance.entries.filter(is_imported=True) if self.instance.pk else None
        self.has_imported = bool(self.imported and self.imported.exists())
        typed = self._typed_entries()
        for name, kind in KINDS.items():
            self._add_condition(name, self.instance.conditions.get(name))
            for entry_kind in kind.entry_kinds:
                if entry_kind in LISTS:
                    self.fields[f"{name}_{entry_kind}"] = _list_field(entry_kind, typed.get(entry_kind, []))

    def condition_fields(self) -> Iterator[ConditionFields]:
        for name, kind in KINDS.items():
            numbers = [self[f"{name}_{number.name}"] for number in kind.numbers]
            choices = [self[f"{name}_{name}"]] if kind.choices else []
            lists = [self[f"{name}_{each}"] for each in kind.entry_kinds if each in LISTS]
            yield ConditionFields(name, self[f"use_{name}"], kind.hint, numbers + choices, lists)

    def clean_ends_at(self) -> datetime | None:
        ends_at: datetime | None = self.cleaned_data["ends_at"]
        if ends_at is not None and not 2000 <= ends_at.year <= 2100:
            raise ValidationError(_("Choose a day between 2000 and 2100."), code="day")
        return ends_at

    def clean_position(self) -> int:
        position: int | None = self.cleaned_data["position"]
        if position is not None:
            return position
        last = Rule.objects.aggregate(last=Max("position"))["last"]
        return min((last or 0) + 10, 32_767)

    def clean(self) -> None:
        super().clean()
        used = [name for name in KINDS if self.cleaned_data.get(f"use_{name}")]
        if not used:
            raise ValidationError(
                _("Tick at least one condition: a rule without any would match nothing."), code="none"
            )
        self.conditions = {name: self._settings_of(name) for name in used}
        for name in used:
            self._clean_lists(name)
        if self.cleaned_data.get("action") == Rule.Action.REJECT and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Choose the reason that the author of a rejected comment reads."))
        if self.has_imported and "words" in used and self.cleaned_data.get("action") not in (Rule.Action.HOLD, None):
            message = _("An imported list hits innocent words: its rule may only hold comments for a person.")
            self.add_error("action", message)

    def save_by(self, user: User) -> bool:
        """Store the rule; tell whether what it matches or does has changed, so that it is off now."""
        is_new = self.instance.pk is None
        with transaction.atomic():
            before = None if is_new else Rule.objects.select_for_update().get(pk=self.instance.pk)
            self.instance.conditions = self.conditions
            if is_new:
                self.instance.created_by = user
                self.instance.save()
            else:
                self.instance.save(update_fields=[*self.Meta.fields, "conditions"])
            entries_changed = self._entries_changed()
            if entries_changed:
                entries = (RuleEntry(kind=kind, text=text) for kind, text in self.entries)
                self.instance.replace_entries(entries, before=before)
            has_changed = before is not None and (entries_changed or _is_other(before, self.instance))
            if has_changed and not entries_changed:
                self.instance.note_change(before)
            elif before is not None and before.is_on and before.ends_at != self.instance.ends_at:
                before.outdate_pages()
        return has_changed

    def keep_errors_of_words(self) -> None:
        """Trying words asks for no more than that these can be read."""
        for name in list(self.errors):
            if not name.startswith("words_") and name != "try_text":
                del self.errors[name]

    def tried(self) -> Tried:
        """Look for the words and patterns as they are in the form, and for what was imported, in the text to try."""
        text = self.cleaned_data.get("try_text", "")
        entries = [entry for entry in self.entries if entry[0] in KINDS["words"].entry_kinds]
        imported = list(self.imported.values_list("kind", "text")) if self.imported is not None else []
        found = WordList([*entries, *imported]).find(text)
        return Tried(_cut(text, found), found)

    def _add_condition(self, name: str, given: dict[str, Any] | None) -> None:
        kind = KINDS[name]
        self.fields[f"use_{name}"] = forms.BooleanField(label=kind.label, required=False, initial=given is not None)
        for number in kind.numbers:
            self.fields[f"{name}_{number.name}"] = forms.IntegerField(
                label=number.label,
                required=False,
                min_value=number.least,
                max_value=number.most,
                initial=(given or {}).get(number.name, number.offered),
            )
        if kind.choices:
            self.fields[f"{name}_{name}"] = forms.ChoiceField(
                label=gettext_lazy("verdict"), required=False, choices=kind.choices, initial=(given or {}).get(name)
            )

    def _typed_entries(self) -> dict[str, list[str]]:
        typed: dict[str, list[str]] = {}
        if self.instance.pk:
            for kind, text in self.instance.entries.filter(is_imported=False).values_list("kind", "text"):
                typed.setdefault(kind, []).append(text)
        return typed

    def _settings_of(self, name: str) -> dict[str, Any]:
        kind = KINDS[name]
        fields = {number.name: f"{name}_{number.name}" for number in kind.numbers}
        fields |= {name: f"{name}_{name}"} if kind.choices else {}
        otherwise = {number.name: number.otherwise for number in kind.numbers}
        given = {}
        for setting, field in fields.items():
            given[setting] = self.cleaned_data.get(field)
            if given[setting] is None and field not in self.errors:
                given[setting] = otherwise.get(setting)
            if given[setting] in (None, "") and field not in self.errors:
                self.add_error(field, _("This condition needs a value."))
        return given

    def _clean_lists(self, name: str) -> None:
        kinds = [kind for kind in KINDS[name].entry_kinds if kind in LISTS]
        if not kinds:
            return
        before = len(self.entries)
        for kind in kinds:
            self._clean_list(f"{name}_{kind}", kind)
        fields = {f"{name}_{kind}" for kind in kinds}
        has_any = len(self.entries) > before or (name == "words" and self.has_imported)
        if not has_any and not fields & set(self.errors):
            self.add_error(f"{name}_{kinds[0]}", _("Write at least one line into one of these lists."))

    def _clean_list(self, field: str, kind: str) -> None:
        lines = [line.strip() for line in self.cleaned_data.get(field, "").splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if len(lines) > LINES_MAX:
            self.add_error(field, _("A list has 2000 lines at most: import longer ones from a file."))
            return
        if kind == Kind.PATTERN and len(lines) > PATTERNS_MAX:
            self.add_error(field, _("A rule has 200 patterns at most."))
            return
        for line in lines:
            try:
                self.entries.append((kind, _clean_line(kind, line)))
            except ValidationError as error:
                words = {"line": line[:60], "why": " ".join(error.messages)}
                self.add_error(field, _("%(line)s — %(why)s") % words)

    def _entries_changed(self) -> bool:
        stored = self.instance.entries.filter(is_imported=False).values_list("kind", "text")
        return set(stored) != set(self.entries)


class ImportForm(forms.Form):
    """A file of words, one a line."""

    file = forms.FileField(
        label=gettext_lazy("Text file, one entry a line"),
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Find them"),
        choices=[(Kind.PART, gettext_lazy("anywhere, as WordPress does")), (Kind.WORD, gettext_lazy("as whole words"))],
        initial=Kind.PART,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_MAX_BYTES:
            raise ValidationError(_("The file is larger than 5 MB."))
        return file


def _list_field(kind: str, typed: list[str]) -> forms.CharField:
    label, hint = LISTS[kind]
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        initial="\n".join(typed),
        max_length=LINES_MAX * ENTRY_MAX,
        widget=forms.Textarea(attrs={"rows": min(max(len(typed) + 1, 3), 12), "spellcheck": "false"}),
    )


def _clean_line(kind: str, line: str) -> str:
    if kind == Kind.PATTERN:
        compile_pattern(line)
        return line
    if kind in (Kind.WORD, Kind.PART):
        if len(line) > ENTRY_MAX:
            raise ValidationError(_("A line has 200 signs at most."))
        if not WordList([(kind, line)]).is_searchable:
            raise ValidationError(_("There is no sign in it that could be found."))
        return line
    return clean_entry(kind, line)


def _is_other(before: Rule, after: Rule) -> bool:
    """Tell whether the rule would match or do something else than before."""
    return (before.action, before.section_id, before.conditions) != (after.action, after.section_id, after.conditions)


def _cut(text: str, found: list[Match]) -> list[tuple[str, bool]]:
    """Cut a text where something was found: pieces, each with whether it was."""
    pieces, end = [], 0
    for match in found:
        start = max(match["start"], end)
        if start < match["end"]:
            pieces += [(text[end:start], False), (text[start : match["end"]], True)]
            end = match["end"]
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]
