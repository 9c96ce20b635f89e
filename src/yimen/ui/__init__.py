"""The design system: base page, components as template tags, own CSS and a small script. Pages look here first.

What others may use
- `{% extends "ym/base.html" %}` with the blocks `title`, `description`, `body` (the whole landmark area) or `main`
  (inside `<main class="wrap">`), `scripts` (end of head; files only: pages allow no inline script or style).
- `{% load ym %}`: one inclusion or block tag for each component; `templatetags/ym.py` lists them with their arguments,
  the page `/design/` (only in demo or debug) shows every one with its states.
- `yimen.ui.context.page`: the context processor that every page needs. It gives
  `brand` (dict: `city`, `site_name`, `demo`, and whatever else `settings.YIMEN_BRAND` holds: `hotline`, `host`,
  `operator`, `site_code`, `icp`; what is missing is not shown), `mode` ("elder" or ""), `size` ("2" or ""),
  `contrast` ("high" or ""), `pointer` ("large" or ""), `viewer` (the signed-in account with `name` and `is_staff`, or
  None; read only when a page asks), `unread` (`request.unread`, or 0), `path` (of this page, for
  `next`). A view's own context wins.
- From the view's context: `nav` (key of the current entry), `errors` (anything true puts “错误：” before the title).
- `yimen.ui.fields`: `present`, `shown`, `sorted_failures`, `anchor`: fields and their values as people read them.
- `yimen.ui.urls` (`/prefs/`, `/design/`, and the installable shell: `/sw.js`, `/manifest.webmanifest`, `/offline/`)
  with the namespace `ui`, and the error views in `yimen.ui.views` (`bad_request`, `permission_denied`,
  `page_not_found`, `server_error`, `csrf_failure`), which touch no database; `ym/refused.html` (`sentence`, `advice`)
  for a refusal of the domain.

Settings
- `YIMEN_BRAND` (dict), `YIMEN_DEMO` (bool).
- `YIMEN_NAV`, `YIMEN_FOOTER`: lists of {"key", "label", "url"} with `url` a URL name, and optional `"audience"`:
  "everyone" (default), "citizen" (hidden from staff) or "staff". An entry whose name does not resolve is not shown.
  Optional `"group"`: where a reader has more than five entries, those of one group stand under its name, to be opened.
- `YIMEN_LINKS`: names of the pages that the frame itself links to: `home`, `sign_in`, `sign_out`, `account`, `inbox`,
  `search` (defaults in `navigation.py`). The same rule: no such page, no link.
"""
