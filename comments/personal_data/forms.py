from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import PersonalDataAccess
from comments.models.comment import EMAIL_MAX

Means = PersonalDataAccess.Means


class PersonForm(forms.Form):
    """Whose data is asked for, and as what. Any text may be an address: older ones were never checked by our form."""

    address = forms.CharField(
        label=_("E-mail address"),
        max_length=EMAIL_MAX,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the e-mail address that the person gave.")},
    )
    means = forms.ChoiceField(required=False, choices=[(Means.PAGE, ""), (Means.JSON, "")])
