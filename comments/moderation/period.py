"""The days that a page of figures is about: chosen in a form, both ends included, in the site's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.dates import day_in_words

DEFAULT_DAYS = 30
LONGEST_DAYS = 366


@dataclass(frozen=True)
class Period:
    first: date
    last: date

    @classmethod
    def default(cls) -> Period:
        """Return the last thirty days, today among them."""
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        return cls(today - timedelta(days=DEFAULT_DAYS - 1), today)

    @property
    def starts_at(self) -> datetime:
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """Return the first moment that is no longer in it."""
        return _midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def name(self) -> str:
        """Return its days in words: November 1, 2026 – November 25, 2026."""
        names = [day_in_words(_midnight(day)) for day in (self.first, self.last)]
        return names[0] if self.first == self.last else " – ".join(names)

    @property
    def query(self) -> str:
        """Return it as it stands in an address."""
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})


class PeriodForm(forms.Form):
    """The days `from` and `to`. Where one is missing that of the last thirty days stands for it."""

    def __init__(self, asked: QueryDict) -> None:
        self.default = Period.default()
        ends = {"from": self.default.first, "to": self.default.last}
        super().__init__({name: asked.get(name) or day.isoformat() for name, day in ends.items()}, label_suffix="")
        self.fields["from"] = day_field(_("First day"))
        self.fields["to"] = day_field(_("Last day"))

    def clean(self) -> None:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if not (first and last):
            return
        if last < first:
            self.add_error("to", _("The last day comes before the first."))
        elif (last - first).days >= LONGEST_DAYS:
            self.add_error("from", _("At most 366 days can be shown at once."))

    def period(self) -> Period:
        """Return what was asked for, or the last thirty days when it cannot be."""
        if not self.is_valid():
            return self.default
        return Period(self.cleaned_data["from"], self.cleaned_data["to"])


def day_field(label: str, *, required: bool = True) -> forms.DateField:
    message = _("Choose a day between 2000 and 2100.")
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(date(2000, 1, 1), message), MaxValueValidator(date(2100, 12, 31), message)],
        error_messages={"invalid": _("Write a day as year-month-day, such as 2026-11-25.")},
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
