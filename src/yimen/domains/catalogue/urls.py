"""Addresses of this package."""

from django.urls import path

from yimen.domains.catalogue.views import drafts, review, versions

app_name = "catalogue"
urlpatterns = [
    path("s/<slug:slug>/versions/", versions.versions, name="versions"),
    path("desk/catalogue/", drafts.overview, name="overview"),
    path("desk/catalogue/begin/", drafts.begin, name="begin"),
    path("desk/catalogue/drafts/<int:number>/", drafts.draft, name="draft"),
    path("desk/catalogue/drafts/<int:number>/review/", review.review, name="review"),
    path("desk/catalogue/services/<slug:slug>/", drafts.versions, name="desk-versions"),
]
