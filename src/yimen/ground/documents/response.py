from django.http import HttpResponse

from yimen.ground.documents.models import Document


def pdf_response(document: Document) -> HttpResponse:
    """A sealed file as it was issued, for those whom the view has let in; never kept by a cache between them and us.

    Raises:
        DocumentDamaged: the stored file is not the one that was issued; then nothing is given out.
    """
    response = HttpResponse(document.read(), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{document.kind}-{document.pk}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
