"""Every address of the product."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from yimen.portals.api.describe import describe

urlpatterns = [
    # Programs read the same in every language.
    path("api/v1/", include(("yimen.portals.api.urls", "api"))),
    path("api/", describe, name="describe-api"),
]
urlpatterns += i18n_patterns(
    path("", include("yimen.portals.citizen.urls")),
    # Before the desk: “stopped” and numbers are no services there.
    path("", include("yimen.ground.processes.urls")),
    path("", include("yimen.domains.catalogue.reports.urls")),
    path("", include("yimen.portals.desk.urls")),
    path("", include("yimen.domains.law.urls")),
    path("", include("yimen.domains.standards.urls")),
    path("", include("yimen.domains.directory.urls")),
    path("", include("yimen.domains.powers.urls")),
    path("", include("yimen.domains.catalogue.urls")),
    path("", include("yimen.domains.cases.urls")),
    path("", include("yimen.domains.certificates.urls")),
    path("", include("yimen.domains.benefits.urls")),
    path("", include("yimen.domains.evaluation.urls")),
    path("", include("yimen.domains.supervision.urls")),
    path("", include("yimen.ground.messages.urls")),
    path("", include("yimen.ground.search.urls")),
    path("", include("yimen.ground.calendar.urls")),
    path("", include("yimen.ground.accounts.urls")),
    path("", include("yimen.adapters.demo.urls")),
    path("", include("yimen.ui.urls")),
    prefix_default_language=False,
)

handler400 = "yimen.config.errors.bad_request"
handler403 = "yimen.ui.views.permission_denied"
handler404 = "yimen.config.errors.page_not_found"
handler500 = "yimen.config.errors.server_error"
