"""Which page is looked at where: by `look` in a journey, in another browser test, or not at all and why.

What `test_every_page` visits is read from its own lists. `tests/architecture/test_every_page_is_seen.py` compares all
of it with the addresses of the product; `Look` says so when a page is not the one that stands here.
"""

# What a journey calls the page when it looks at it → the name of its address.
LOOKED = {
    "draft of a guide": "catalogue:draft",
    "drafts and published items": "catalogue:overview",
    "review of a guide": "catalogue:review",
    "versions of a service": "catalogue:versions",
    "versions for editors": "catalogue:desk-versions",
    "urge": "citizen:urge",
    "withdraw": "citizen:withdraw",
    "batch report": "desk:batch-report",
    "window, handed in": "desk:window-case",
    "where the process is": "desk:process",
    "all processes": "desk:processes",
    "figures of a process": "desk:process-figures",
    "a repair before it is done": "processes:repair",
    "asking for an opinion": "desk:ask-opinion",
    "giving an opinion": "desk:opinion",
    "desk, correction refused": "desk:correct",
    "desk, a file page by page": "desk:marks",
    "correction": "cases:correction",
    "benefit, stopped": "benefits:entitlement",
    "payment list, paid": "benefits:list",
    "follow-up": "evaluation:follow-up",
    "findings": "supervision:findings",
    "finding": "supervision:finding",
    "bodies": "supervision:bodies",
    "rules of supervision": "supervision:rules",
    "body": "supervision:body",
}
# Files, pictures and addresses that lead on: nothing is drawn.
NO_PAGE = {
    **dict.fromkeys(
        (
            *(
                "api:index",
                "api:openapi-json",
                "api:services",
                "api:service",
                "api:versions",
                "api:version",
                "api:file",
            ),
            *("api:changes", "api:bodies", "api:schemas", "api:schema", "api:cpsv", "api:service-cpsv", "api:unknown"),
            *("api:items", "api:item", "api:burden", "api:freshness", "api:lacks", "api:downloads"),
        ),
        "read by programs",
    ),
    "citizen:blank": "a blank form to download",
    "citizen:paper": "a document (PDF)",
    "citizen:paper-nth": "a document (PDF)",
    "citizen:certificate-file": "a certificate (PDF)",
    "desk:paper": "a document (PDF)",
    "citizen:material": "an uploaded file",
    "desk:material": "an uploaded file",
    "desk:opinion-material": "an uploaded file",
    "desk:page": "a picture of one page of a file",
    "desk:window-paper": "a document (PDF)",
    "desk:bpmn": "a process definition (BPMN)",
    "cases:file": "an uploaded file",
    "cases:page": "a picture of one page of a file",
    "cases:blank": "a blank form to download",
    "cases:uploads": "a resumable upload: bytes, no page",
    "cases:upload": "a resumable upload: bytes, no page",
    "benefits:paper": "a document (PDF)",
    "benefits:my-paper": "a document (PDF)",
    "benefits:file": "a payment list (CSV)",
    "standards:table": "a table of a standard (CSV)",
    "reports:burden-file": "a report (CSV)",
    "reports:freshness-file": "a report (CSV)",
    "reports:lacks-file": "a report (CSV)",
    "reports:downloads-file": "a report (CSV)",
    "desk:window-hand-over": "takes a form; opened, it leads to the case at the window",
    "powers:table": "a table of powers (CSV)",
    "ui:worker": "the service worker",
    "ui:manifest": "the manifest of the app",
    "ui:prefs": "sets a cookie and leads back",
}
# Pages that are looked at elsewhere, or whose every part is looked at on another page.
ELSEWHERE = {
    "ui:design": "ui/tests/test_in_browser.py, at every width",
    "accounts:confirm-identity": "test_elder.py, in large letters",
    "desk:mend": "one question of the form, drawn as on the page for applicants",
    "benefits:alive-record": "a form of four questions as on the page of the benefit; due after a year in the city",
    "standards:version": "the page of standards:standard, of a version that is named",
    "evaluation:visit": "the same templates as evaluation:case, opened by a code",
}
