// Progressive enhancement. Listeners sit on the document: swapped parts lose their own.
const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
const on = (type, act, capture) => document.addEventListener(type, act, capture);
const click = (selector, act) => on('click', e => { const hit = e.target.closest?.(selector); if (hit) act(hit, e); });
const byId = id => document.getElementById(id);
const spoken = document.documentElement.lang === 'en' ? 'en-GB' : 'zh-CN';
const SR = window.SpeechRecognition || window.webkitSpeechRecognition;

// Error focus; buttons that need the script
const ready = () => {
  const sum = $('.err-sum:not([data-quiet])');
  if (sum) { sum.focus(); sum.dataset.quiet = 1; }
  $$('[data-print]' + (window.speechSynthesis ? ',[data-read]' : '') + (SR ? ',[data-mic]' : '')).forEach(b => b.hidden = false);
};
ready();
on('htmx:after:swap', () => { free(); ready(); });
// The session has ended: the sign-in page must not land inside this one. Nor the page of an outage: what stands here stays.
on('htmx:before:swap', e => {
  const { redirected, status } = e.detail.ctx.response.raw;
  if (redirected || status > 499) e.preventDefault();
  if (redirected) location.reload();
});
click('[data-print]', () => print());

// Read aloud, voice input.
click('[data-read]', b => {
  const s = speechSynthesis, off = () => b.ariaPressed = 'false';
  if (s.speaking) { s.cancel(); return off(); }
  const u = new SpeechSynthesisUtterance($('#main').innerText);
  u.lang = spoken; u.rate = .9; u.onend = off; b.ariaPressed = 'true'; s.speak(u);
});
click('[data-mic]', b => {
  const r = new SR(), q = byId(b.dataset.mic);
  r.lang = spoken; r.onresult = e => { q.value = e.results[0][0].transcript; q.focus(); }; r.start();
});

// A second click does nothing for 5 s.
const free = () => $$('form[data-sent]').forEach(f => {
  delete f.dataset.sent;
  $$('[aria-busy]', f).forEach(b => { b.ariaBusy = null; if (b.dataset.was) b.textContent = b.dataset.was; });
});
on('submit', e => {
  const f = e.target, b = e.submitter;
  if (f.method !== 'post') return;
  if (f.dataset.sent) { e.preventDefault(); e.stopImmediatePropagation(); return; }
  f.dataset.sent = 1; dirty.delete(f); setTimeout(free, 5000);
  if (!b) return;
  b.ariaBusy = 'true';
  if (b.dataset.busy) setTimeout(() => f.dataset.sent && ([b.dataset.was, b.textContent] = [b.textContent, b.dataset.busy]), 1000);
}, true);
addEventListener('pageshow', free);

// Autosave: 300 ms after leaving a field, else every 20 s
const dirty = new Map(), saving = new Set(), failed = new Set();
const tell = (what, bad) => { const s = $('[data-saved]'); if (s) { s.textContent = s.dataset['said' + what] + (bad ? '' : ' ' + new Date().toTimeString().slice(0, 5)); s.classList.toggle('bad', !!bad); } };
const post = (url, body, more) => fetch(url, { method: 'POST', body, redirect: 'manual', ...more });
const save = async (f, keepalive) => {
  const seen = dirty.get(f), body = new FormData(f);
  if (!seen || saving.has(f) || f.dataset.sent || !f.isConnected) return;
  [...body].forEach(([k, v]) => v instanceof File && body.delete(k));
  saving.add(f);
  try {
    const r = await post(f.dataset.autosave, body, { headers: { 'X-Autosave': '1' }, keepalive });
    if (!r.ok) throw r;
    if (dirty.get(f) === seen) dirty.delete(f);
    failed.delete(f);
    tell('Saved');
    startSession();
  } catch (r) { failed.add(f); tell(r.type === 'opaqueredirect' ? 'Expired' : r.status === 409 ? 'Overtaken' : 'Failed', true); }
  saving.delete(f);
};
let soon;
const auto = e => e.target.closest?.('form[data-autosave]');
const touch = e => { const f = auto(e); if (f) dirty.set(f, (dirty.get(f) || 0) + 1); };
on('input', touch); on('change', touch);
on('focusout', e => { const f = auto(e); if (f) { clearTimeout(soon); soon = setTimeout(save, 300, f); } });
setInterval(() => dirty.forEach((_, f) => save(f)), 20000);
on('visibilitychange', () => { if (document.hidden) dirty.forEach((_, f) => save(f, true)); });
addEventListener('beforeunload', e => { if ([...failed].some(f => dirty.has(f) && f.isConnected)) e.preventDefault(); });

// Rows of a table field
const number = (row, name, from, n) => {
  const old = new RegExp(`(${name}\\.)${from}(?!\\d)`, 'g');
  $$('*', row).forEach(x => [...x.attributes].forEach(a => a.value = a.value.replace(old, `$1${n}`)));
  $$('[data-no]', row).forEach(x => x.textContent = n + 1);
};
const rows = name => $$(`[data-rows="${name}"] > [data-row-in]`);
click('[data-add-row]', (b, e) => {
  e.preventDefault();
  const name = b.dataset.addRow, row = $(`template[data-row="${name}"]`).content.firstElementChild.cloneNode(true);
  number(row, name, '__n__', rows(name).length);
  $(`[data-rows="${name}"]`).append(row);
  $('input,select,textarea', row)?.focus(); touch({ target: b });
});
click('[data-remove-row]', (b, e) => {
  e.preventDefault();
  const name = b.dataset.removeRow, at = rows(name).indexOf(b.closest('[data-row-in]'));
  touch({ target: b }); rows(name)[at].remove();
  rows(name).slice(at).forEach((row, i) => number(row, name, at + i + 1, at + i));
  (rows(name)[at] ? $('input,select,textarea', rows(name)[at]) : $(`[data-add-row="${name}"]`)).focus();
});

click('[data-dialog]', (a, e) => { const d = byId(a.dataset.dialog); if (d?.showModal) { e.preventDefault(); d.showModal(); } });
click('[data-close]', b => b.closest('dialog').close());

// Session warning, 5 min before the end
let ends, ticking;
const box = () => $('dialog[data-session]');
const startSession = () => { const d = box(); if (d) { ends = Date.now() + d.dataset.session * 1000; clearInterval(ticking); ticking = setInterval(watch, 1000); } };
const watch = () => {
  const d = box(), left = Math.ceil((ends - Date.now()) / 1000);
  if (!d || left > 300) return;
  if (!d.open) d.showModal();
  $('[data-session-left]', d).textContent = left > 60 ? Math.ceil(left / 60) + ' ' + d.dataset.minutes : Math.max(left, 0) + ' ' + d.dataset.seconds;
  if (left <= 0) { clearInterval(ticking); $$('p', d).forEach(x => x.hidden = !x.hidden); }
};
on('submit', async e => {
  if (!e.target.matches('[data-session-form]') || ends <= Date.now()) return;
  e.preventDefault();
  const r = await post(e.target.action, new FormData(e.target)).catch(() => 0);
  free();
  if (r.ok) { e.target.closest('dialog').close(); startSession(); }
});
startSession();

// Without network there is one honest page; see ui/shell.py.
navigator.serviceWorker?.register('/sw.js', { updateViaCache: 'all' }).catch(() => 0);
