"""What a rule did, the newest first, in pages; and what a person says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django import forms
from django.contrib.auth.models import User
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

from comments.models import Rule, RuleHit
from comments.rules.taking_back import take_back

PAGE_SIZE = 50
AT_ONCE_MAX = 200
CURSOR = re.compile(r"[0-9]{1,18}")
HOURS = {1: _("the last hour"), 6: _("the last 6 hours"), 24: _("the last 24 hours"), 72: _("the last 3 days")}


@dataclass(frozen=True)
class Page:
    hits: list[RuleHit]
    next_cursor: str


def page_of_acts(rule: Rule, cursor: str) -> Page:
    """Return one page of what a rule did; raise Http404 for a cursor that is none."""
    acts = RuleHit.objects.acts().filter(rule=rule)
    if cursor:
        if not CURSOR.fullmatch(cursor):
            raise Http404
        acts = acts.filter(pk__lt=int(cursor))
    shown = ("comment__article", "comment__parent", "comment__decided_by", "taken_back_by", "upheld_by")
    found = list(acts.select_related(*shown).order_by("-pk")[: PAGE_SIZE + 1])
    return Page(found[:PAGE_SIZE], str(found[PAGE_SIZE - 1].pk) if len(found) > PAGE_SIZE else "")


class JudgeForm(forms.Form):
    """What a person says of some acts of a rule, by the numbers in `hit`: take them back, or they are right."""

    judgement = forms.ChoiceField(choices=[("take_back", _("Take back")), ("uphold", _("Right as it is"))])

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.numbers = data.getlist("hit")

    def clean(self) -> None:
        if not self.numbers:
            raise forms.ValidationError(_("Choose at least one act."), code="none")
        if len(self.numbers) > AT_ONCE_MAX or not all(re.fullmatch(r"[0-9]{1,18}", each) for each in self.numbers):
            raise forms.ValidationError(_("At most 200 acts can be judged at once."), code="too_many")

    def judge(self, rule: Rule, *, by: User) -> int:
        """Do as the person says; return with how many acts that was possible."""
        numbers = {int(number) for number in self.numbers}
        if self.cleaned_data["judgement"] == "take_back":
            return take_back(rule, numbers, by=by)
        return RuleHit.objects.filter(rule=rule, pk__in=numbers).uphold(by=by)


class LastHoursForm(forms.Form):
    hours = forms.TypedChoiceField(label=_("Take back all of"), choices=list(HOURS.items()), coerce=int)
