from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from comments.discussion.in_force import DEFAULTS
from comments.models import DiscussionSettings
from comments.models.discussion import ThreadOrder

A_DAY = 86_400
TEN_YEARS = 3650


def _yes_no(label: Any, yes: Any, no: Any, help_text: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("", ""), ("yes", yes), ("no", no)],
        coerce=lambda chosen: chosen == "yes",
        empty_value=None,
        help_text=help_text,
    )


class DiscussionForm(forms.Form):
    """The settings of one scope; what is left empty is as the wider scope says."""

    is_paused = _yes_no(
        _("Pause"), _("paused"), _("no pause"), _("Nobody can comment; what is published stays. Readers are told so.")
    )
    is_premoderated = _yes_no(
        _("Pre-moderation"),
        _("every comment is reviewed first"),
        _("what is not in doubt is published unreviewed"),
        _(
            "Without it, a comment that Akismet calls no spam and on which nothing was noticed is published at once; "
            "so is what waits now."
        ),
    )
    slow_seconds = forms.IntegerField(
        label=_("Slow mode, in seconds"),
        required=False,
        min_value=0,
        max_value=A_DAY,
        help_text=_("Between two comments of one sender under one story. 0: none."),
    )
    closes_after_days = forms.IntegerField(
        label=_("Close after days"),
        required=False,
        min_value=0,
        max_value=TEN_YEARS,
        help_text=_("Counted from the publication of each story. 0: never."),
    )

    thread_order = forms.TypedChoiceField(
        label=_("Order of the comments"),
        required=False,
        choices=[("", ""), *ThreadOrder.choices],
        empty_value=None,
        help_text=_("What readers find first; each may choose another order."),
    )

    def __init__(self, data: Any = None, *, row: DiscussionSettings) -> None:
        words = {True: "yes", False: "no"}
        initial = {name: getattr(row, name) for name in DEFAULTS}
        initial |= {name: words.get(initial[name], "") for name in ("is_paused", "is_premoderated")}
        super().__init__(data, initial=initial)
        unset = pgettext("a setting is", "as usual") if row.is_site else gettext("as the wider setting says")
        for name in ("is_paused", "is_premoderated", "thread_order"):
            field = cast(forms.TypedChoiceField, self.fields[name])
            field.choices = [("", unset), *list(field.choices)[1:]]  # type: ignore[arg-type]  # pairs, never groups
        for name in ("slow_seconds", "closes_after_days"):
            self.fields[name].widget.attrs["placeholder"] = unset
