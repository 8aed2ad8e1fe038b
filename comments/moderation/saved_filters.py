"""Filters of the desk that are kept under a name: one's own, and those that a colleague shares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import SavedFilter
from comments.models.saved_filter import QUERY_MAX

_NAME_IS_TAKEN = gettext_lazy("You have saved a filter under this name: choose another one.")


class SaveFilterForm(forms.ModelForm[SavedFilter]):
    class Meta:
        model = SavedFilter
        fields = ["name", "is_shared"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if SavedFilter.objects.filter(owner=self.instance.owner, name=name).exists():
            raise forms.ValidationError(_NAME_IS_TAKEN)
        return name

    def clean(self) -> dict[str, Any]:
        if len(self.instance.query) > QUERY_MAX:
            raise forms.ValidationError(
                _("This list is narrowed by too many words to be saved: use fewer."), code="long"
            )
        return self.cleaned_data

    def store(self) -> bool:
        """Keep the filter; tell whether nobody has taken the name in the same moment."""
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.add_error("name", _NAME_IS_TAKEN)
            return False
        return True


def filters_for(user: User) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")
