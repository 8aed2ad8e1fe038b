"""The settings of the house on the desk. Who may change them does; moderators look."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comments.house.forms import HouseForm
from comments.house.words import change_log
from comments.models import HouseSettings, RejectionReason
from comments.moderation.access import CHANGE_HOUSE, for_house, moderator


@for_house
@require_safe
def house(request: HttpRequest) -> HttpResponse:
    return _house_page(request, HouseForm(house=HouseSettings.current()))


@for_house
@require_POST
def change_house(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(CHANGE_HOUSE):
        raise PermissionDenied
    form = HouseForm(request.POST, house=HouseSettings.current())
    if not form.is_valid():
        return _house_page(request, form, status=422)
    changed = HouseSettings.change(form.cleaned_data, by=moderator(request))
    messages.info(request, _("Saved. It is in force at once.") if changed else _("Nothing was different."))
    return redirect("comments:house")


def _house_page(request: HttpRequest, form: HouseForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "may_change": request.user.has_perm(CHANGE_HOUSE),
        "may_edit_reasons": request.user.has_perms(
            ["comments.view_rejectionreason", "comments.change_rejectionreason"]
        ),
        "reasons": RejectionReason.objects.filter(is_offered=True),
        "log": change_log(),
    }
    return render(request, "comments/house/house.html", context, status=status)
