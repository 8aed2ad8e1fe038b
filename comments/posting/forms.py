import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from comments.discussion.in_force import Discussion
from comments.discussion.words import closed_in_words
from comments.models import Comment
from comments.models.comment import BODY_MAX, URL_MAX
from comments.text import count_addresses, validate_name, validate_text, with_plain_line_breaks

BODY_MIN = 2
LINES_MAX = 100
# More addresses than this in one text are marked for moderators; the comment is taken all the same.
LINKS_UNMARKED = 3
QUICK_SECONDS = 2.0


class SiteField(forms.URLField):
    """The address of the reader's own site: a web address with a named host, and nothing that hides where it leads."""

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        if not address:
            return address
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not re.fullmatch(
            r"[^\s\[\]]+\.[^\s\[\].]*[^\W\d_][^\s\[\].]*", host
        ):
            raise ValidationError(_("Enter a web address such as https://example.org."), code="invalid")
        if "@" in parts.netloc or not address.isprintable():
            raise ValidationError(_("Enter a web address such as https://example.org."), code="invalid")
        return address


class BodyField(forms.CharField):
    """The text as it was typed: white space is kept, line breaks become line feeds before anything is counted."""

    def to_python(self, value: Any) -> str:
        return with_plain_line_breaks(super().to_python(value) or "")


def plain_address(email: str) -> str:
    """Take plain addresses alone: nothing quoted, and a domain instead of a machine's name or number."""
    domain = email.rpartition("@")[2]
    if '"' in email or not email.isprintable() or "." not in domain or "[" in domain:
        raise ValidationError(_("Enter an e-mail address such as name@example.org."), code="invalid")
    return email


def body_field() -> BodyField:
    return BodyField(
        label=_("Comment"),
        strip=False,
        max_length=BODY_MAX,
        validators=[MinLengthValidator(BODY_MIN), validate_text],
        error_messages={
            "max_length": _("A comment has %(limit_value)d characters at most; this one has %(show_value)d.")
        },
        widget=forms.Textarea(attrs={"rows": 8}),
    )


BODY_HELP = format_lazy(
    _(
        "At most {signs} characters and {lines} lines. Begin a line with > to quote it; *a word* is shown in italics, "
        "**a word** in bold. Addresses become links; more than {links} are pointed out to the moderators."
    ),
    signs=BODY_MAX,
    lines=LINES_MAX,
    links=LINKS_UNMARKED,
)


class CommentForm(forms.ModelForm[Comment]):
    """Only what a reader may fill; story, sender and time stand on the instance that the view has pre-filled."""

    field_order = ["body", "author_name", "author_email", "author_url"]
    author_email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("It is never published."), widget=forms.EmailInput()
    )
    author_url = SiteField(label=_("Site"), max_length=URL_MAX, required=False, assume_scheme="https")
    body = body_field()
    follow = forms.BooleanField(
        label=_("Tell me by mail of answers to my comment"),
        required=False,
        help_text=_("One mail asks you first. After that one comes an hour at most, with a link that ends it."),
    )
    parent = forms.CharField(required=False, widget=forms.HiddenInput())
    submission_id = forms.Field(required=False, widget=forms.HiddenInput())
    # Not shown to people: what fills it in is a program.
    trap = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    # How long the page was open, in seconds; where no script runs, nobody knows.
    seconds = forms.Field(required=False, widget=forms.HiddenInput())

    class Meta:
        model = Comment
        fields = ["author_name", "author_email", "author_url", "body"]
        labels = {"author_name": _("Name")}

    def __init__(self, *args: Any, discussion: Discussion | None = None, **kwargs: Any) -> None:
        """With `discussion`, refuse what comes while nobody can comment."""
        super().__init__(*args, **kwargs)
        self.discussion = discussion
        self.fields["author_name"].validators.append(validate_name)
        for name, token in (("author_name", "name"), ("author_email", "email"), ("author_url", "url")):
            self.fields[name].widget.attrs["autocomplete"] = token
        self.fields["body"].help_text = BODY_HELP
        for field in self.fields.values():
            # With it a browser would cut what is pasted without a word.
            field.widget.attrs.pop("maxlength", None)

    def clean_author_email(self) -> str:
        return plain_address(self.cleaned_data["author_email"])

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if body.count("\n") >= LINES_MAX:
            raise ValidationError(_("A comment has 100 lines at most."), code="lines")
        if count_addresses(body) > LINKS_UNMARKED:
            self.instance.marks.append(Comment.Mark.MANY_LINKS)
        return body

    def clean_parent(self) -> Comment | None:
        """Return the published comment of the same story that is answered."""
        number = self.cleaned_data["parent"]
        if not number:
            return None
        parent = None
        if re.fullmatch(r"[0-9]{1,18}", number):
            parent = Comment.objects.approved().filter(article=self.instance.article_id, pk=int(number)).first()
        if parent is None:
            self._forget_parent()
            raise ValidationError(
                _("The comment that you answer is no longer there. Sent again, yours stands by itself."), code="gone"
            )
        return parent

    def clean_submission_id(self) -> str:
        """A hint from outside, never a key: what is malformed counts as absent."""
        hint = self.cleaned_data["submission_id"] or ""
        return hint if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", hint) else ""

    def clean_trap(self) -> str:
        if self.cleaned_data["trap"]:
            self.instance.marks.append(Comment.Mark.TRAP)
        return ""

    def clean_seconds(self) -> str:
        """Evidence from outside, that anybody can forge: what is no number counts as absent."""
        seconds = self.cleaned_data["seconds"] or ""
        if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", seconds):
            self.instance.seconds_open = float(seconds)
            if self.instance.seconds_open < QUICK_SECONDS:
                self.instance.marks.append(Comment.Mark.QUICK)
        return ""

    def clean(self) -> None:
        closed = closed_in_words(self.discussion, timezone.now()) if self.discussion else None
        if closed:
            words = {"closed": closed.sentence, "why": closed.why}
            kept = _("%(closed)s %(why)s Your text is kept below: copy it if you need it.") % words
            raise ValidationError(kept, code="closed")

    def _forget_parent(self) -> None:
        """Show the form again without the parent, so that sending it once more can succeed."""
        self.data = dict(self.data.items()) | {"parent": ""}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, which the stubs leave out
        self.instance.parent = self.cleaned_data.get("parent")
