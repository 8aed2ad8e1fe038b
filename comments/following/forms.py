from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments.confirming.asking import is_its_own
from comments.models.comment import EMAIL_MAX
from comments.posting.forms import plain_address


class FollowForm(forms.Form):
    """To which address news of a discussion go."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=EMAIL_MAX, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self) -> str:
        email = plain_address(self.cleaned_data["email"])
        if not is_its_own(email):
            raise ValidationError(
                _("Write this address without letters that stand for others: a domain of that kind begins with xn--."),
                code="folds",
            )
        return email
