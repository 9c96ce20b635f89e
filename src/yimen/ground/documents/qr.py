import io

import segno


def qr_svg(text: str) -> bytes:
    """A QR code as SVG, black on white with its quiet zone; level M, so that a stamp or a fold leaves it readable."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue()
