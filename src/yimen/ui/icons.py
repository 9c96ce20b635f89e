"""Build the icon sprite: `python -m yimen.ui.icons NODE_MODULES` (when an icon is added; the sprite is committed).

Source: @tabler/icons 3.51 (MIT), see THIRD_PARTY.md. NODE_MODULES is the folder that holds `@tabler/icons`.
"""

import re
import sys
from pathlib import Path

_OUTLINE = """
accessible alert-circle alert-triangle armchair arrow-left arrow-right arrow-up-right baby-carriage ban bell briefcase
building-bank building-store calendar-event camera car certificate chart-bar check chevron-down chevron-right
circle-check circle-dashed clock clock-pause cloud-check coin credit-card device-floppy door-enter download
droplet edit eye file-check file-off file-text filter flag flower gavel heart-handshake help-circle history home-2
home-heart hourglass id info-circle language leaf license list-check lock login logout map-pin menu-2
message-circle microphone microphone-off old phone plane player-pause player-play plus printer qrcode receipt-2 refresh
rings rubber-stamp scale school search shield-check stethoscope ticket tools-kitchen-2 trash umbrella upload user
users volume wallet world x
"""
_FILLED = """
alert-circle alert-octagon alert-triangle circle-check circle-x clock diamond help-hexagon hexagon player-pause
square star
"""
OUTLINE, FILLED = _OUTLINE.split(), _FILLED.split()
SPRITE = Path(__file__).parent / "static" / "ym" / "icons.svg"
STROKE = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'


def symbol(source: Path, name: str, paint: str) -> str:
    """One file of the icon set as a `<symbol>` with the id `name`."""
    found = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(encoding="utf-8"), re.S)
    if found is None:
        raise SystemExit(f"{source}: no <svg> element")
    body = re.sub(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", found[1])
    return f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{" ".join(body.split())}</symbol>'


def build(node_modules: Path) -> str:
    """The whole sprite as text; a name that the icon set does not have stops the build."""
    icons = node_modules / "@tabler" / "icons" / "icons"
    parts = [symbol(icons / "outline" / f"{name}.svg", name, STROKE) for name in OUTLINE]
    parts += [symbol(icons / "filled" / f"{name}.svg", f"{name}-fill", 'fill="currentColor"') for name in FILLED]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *parts, "</svg>\n"])


if __name__ == "__main__":
    SPRITE.write_text(build(Path(sys.argv[1])), encoding="utf-8")
