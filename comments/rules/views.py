"""The pages of rules: the list, the form, the rehearsal without which none is switched on, and what each one did."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comments.models import Comment, Rule, RuleHit
from comments.moderation.access import CHANGE_RULES, for_moderators, for_rule_readers, for_rule_writers, moderator
from comments.moderation.notices import akismet_notices
from comments.rules.acts import JudgeForm, LastHoursForm, page_of_acts
from comments.rules.agreement import Agreement, agreements
from comments.rules.blocklist import import_list
from comments.rules.forms import ImportForm, RuleForm
from comments.rules.rehearsal import rehearse, rehearsed_edition
from comments.rules.taking_back import take_back_last
from comments.rules.writer import BY, against_writer


@for_rule_readers
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    found = list(Rule.objects.select_related("section", "reason", "switched_by"))
    judged, now = agreements(found), timezone.now()
    lines = [(rule, judged[rule.pk], rule.has_ended(now)) for rule in found]
    context = {
        "groups": [
            (_("On"), [line for line in lines if line[0].is_on]),
            (_("Off"), [line for line in lines if not line[0].is_on]),
        ]
    }
    return _page(request, "list", context)


@for_rule_writers
@require_safe
def new_rule(request: HttpRequest) -> HttpResponse:
    """Show an empty form, or with `comment` and `by` one that holds what comes from that comment's writer."""
    if "comment" not in request.GET:
        return _form_page(request, RuleForm())
    number, by = request.GET["comment"], request.GET.get("by", "")
    if by not in BY or not re.fullmatch(r"[0-9]{1,18}", number):
        raise Http404
    comment = get_object_or_404(Comment.objects.filter(newsroom_by=None), pk=int(number))
    offered = against_writer(comment, by, timezone.now())
    if not offered:
        messages.info(request, _("This comment has nothing of the kind: write the rule yourself."))
    return _form_page(request, RuleForm(initial=offered), writer=comment if offered else None)


@for_rule_readers
@require_safe
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Show a rule as a form, which only those can send who may write rules."""
    return _form_page(request, RuleForm(instance=_rule(rule_id)))


@for_rule_writers
@require_POST
def add_rule(request: HttpRequest) -> HttpResponse:
    return _take_form(request, RuleForm(request.POST))


@for_rule_writers
@require_POST
def change_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    return _take_form(request, RuleForm(request.POST, instance=_rule(rule_id)))


@for_rule_writers
@require_POST
def remove_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Remove a rule that never matched anything; what one did stays on record, and so does the rule."""
    found = _rule(rule_id)
    if found.is_on or RuleHit.objects.filter(rule=found).exists():
        messages.info(request, _("This rule has matched comments, or is on: it can be switched off, not removed."))
        return redirect("comments:rule", found.pk)
    found.delete()
    messages.info(request, _("The rule “%(name)s” is removed.") % {"name": found.name})
    return redirect("comments:rules")


@for_rule_writers
@require_POST
def import_entries(request: HttpRequest, rule_id: int) -> HttpResponse:
    found = _rule(rule_id)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, RuleForm(instance=found), import_form=form, status=422)
    try:
        imported = import_list(found, form.cleaned_data["file"].read(), form.cleaned_data["kind"])
    except ValidationError as error:
        form.add_error("file", error)
        return _form_page(request, RuleForm(instance=found), import_form=form, status=422)
    words = {"taken": imported.taken, "left_out": imported.left_out}
    messages.info(request, _("%(taken)d entries imported, %(left_out)d lines left out. The rule is off.") % words)
    return redirect("comments:rule", found.pk)


@for_rule_writers
@require_POST
def forget_import(request: HttpRequest, rule_id: int) -> HttpResponse:
    found = _rule(rule_id)
    found.replace_entries([], imported=True)
    messages.info(request, _("The imported entries are removed. The rule is off."))
    return redirect("comments:rule", found.pk)


@for_rule_readers
@require_safe
def rehearsal(request: HttpRequest, rule_id: int) -> HttpResponse:
    found = _rule(rule_id)
    try:
        shown = rehearse(found)
    except (ValidationError, LookupError, ValueError, TypeError):
        messages.info(request, _("This rule cannot be read: look at its conditions and save it again."))
        return redirect("comments:rule", found.pk)
    return _page(request, "rehearsal", {"rule": found, "rehearsal": shown})


@for_rule_writers
@require_POST
def switch_rule_on(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Switch a rule on as it was rehearsed; lead to the rehearsal where none was shown or it has changed since."""
    found = _rule(rule_id)
    edition = rehearsed_edition(found, request.POST.get("rehearsed", ""))
    if edition is None or not found.switch_on(by=moderator(request), edition=edition):
        if found.is_on:
            messages.info(request, _("The rule “%(name)s” is on already.") % {"name": found.name})
            return redirect("comments:rules")
        messages.info(request, _("Look at the rehearsal first: the rule has changed, or it was shown too long ago."))
        return redirect("comments:rehearsal", found.pk)
    messages.info(request, _("The rule “%(name)s” is on.") % {"name": found.name})
    return redirect("comments:rules")


@for_rule_writers
@require_POST
def switch_rule_off(request: HttpRequest, rule_id: int) -> HttpResponse:
    found = _rule(rule_id)
    found.switch_off(by=moderator(request))
    messages.info(request, _("The rule “%(name)s” is off.") % {"name": found.name})
    return redirect("comments:rules")


@for_rule_readers
@require_safe
def acts(request: HttpRequest, rule_id: int) -> HttpResponse:
    found = _rule(rule_id)
    return _acts_page(request, found)


@for_moderators
@require_POST
def judge_acts(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take the chosen acts back, or note that a person found them right."""
    found, form = _rule(rule_id), JudgeForm(request.POST)
    if not form.is_valid():
        return _acts_page(request, found, form=form, status=400)
    count = form.judge(found, by=moderator(request))
    if form.cleaned_data["judgement"] == "take_back":
        messages.info(request, _taken_back_sentence(count, len(form.numbers) - count))
    else:
        sentence = ngettext("%(count)d act noted as right.", "%(count)d acts noted as right.", count)
        messages.info(request, sentence % {"count": count})
    return redirect("comments:rule_acts", found.pk)


@for_moderators
@require_POST
def take_back_acts(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take back all that a rule did in the last hours."""
    found, form = _rule(rule_id), LastHoursForm(request.POST)
    if not form.is_valid():
        return _acts_page(request, found, form=form, status=400)
    count, is_more_left = take_back_last(found, form.cleaned_data["hours"], by=moderator(request))
    sentence, more = _taken_back_sentence(count, 0), _("More are left: press again.")
    messages.info(request, f"{sentence} {more}" if is_more_left else sentence)
    return redirect("comments:rule_acts", found.pk)


def _rule(rule_id: int) -> Rule:
    return get_object_or_404(Rule.objects.select_related("section", "reason", "switched_by"), pk=rule_id)


def _take_form(request: HttpRequest, form: RuleForm) -> HttpResponse:
    """Store the form, or try its words: then nothing is stored."""
    is_valid = form.is_valid()
    if "try" in request.POST:
        form.keep_errors_of_words()
        return _form_page(request, form, tried=form.tried())
    if not is_valid:
        return _form_page(request, form, status=422)
    has_changed = form.save_by(moderator(request))
    if has_changed:
        messages.info(request, _("Saved. The rule is off until it has been rehearsed again."))
    else:
        messages.info(request, _("Saved."))
    return redirect("comments:rule", form.instance.pk)


def _form_page(request: HttpRequest, form: RuleForm, *, status: int = 200, **more: Any) -> HttpResponse:
    found = form.instance if form.instance.pk else None
    context = {
        "form": form,
        "rule": found,
        "import_form": ImportForm(label_suffix=""),
        "imported_count": form.imported.count() if form.imported is not None else 0,
    }
    return _page(request, "form", context | more, status)


def _acts_page(request: HttpRequest, rule: Rule, *, status: int = 200, **more: Any) -> HttpResponse:
    page = page_of_acts(rule, request.GET.get("after", ""))
    judged: Agreement = agreements([rule])[rule.pk]
    context = {
        "rule": rule,
        "page": page,
        "agreement": judged,
        "hours": LastHoursForm(label_suffix=""),
        "may_judge": moderator(request).has_perm("comments.moderate_comment"),
    }
    return _page(request, "acts", context | more, status)


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    shared = {"may_change": moderator(request).has_perm(CHANGE_RULES), "notices": akismet_notices()}
    return render(request, f"comments/moderation/rules/{name}.html", shared | context, status=status)


def _taken_back_sentence(count: int, left: int) -> str:
    if not count:
        return _("Nothing was taken back: it was taken back before, or people have decided since.")
    sentence = ngettext("%(count)d act taken back.", "%(count)d acts taken back.", count) % {"count": count}
    since = _("What people have decided on since stays as it is.")
    return f"{sentence} {since}" if left else sentence
