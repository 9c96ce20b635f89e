"""The phone of a sample person, on the screen: what a real gateway would have sent to the own number. Demo only."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.adapters.demo.sms import DemoGateway
from yimen.ground.accounts import gate
from yimen.ground.messages.present import moment_text


@gate.signed_in
@require_safe
def phone(request: gate.SignedInVisit) -> HttpResponse:
    """The last messages to the mobile number one has signed in with; officers sign in without one."""
    if not settings.YIMEN_DEMO or request.user.is_staff:
        raise Http404
    received = DemoGateway().received_by(request.user.login)
    rows = [{"text": one.text, "when": moment_text(one.at, request.now)} for one in received]
    return render(request, "messages/phone.html", {"mobile": request.user.login, "rows": rows})
