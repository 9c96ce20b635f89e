// The work list by keyboard, and how many are ticked. Everything works without this file.
const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
const work = $('[data-work]');

// J and K move between rows, Enter opens the link that has the focus
const typing = e => e.target.matches?.('input:not([type=checkbox]),select,textarea') || e.ctrlKey || e.metaKey || e.altKey;
const move = step => {
  const rows = $$('[data-row]', work), at = rows.findIndex(row => row.contains(document.activeElement));
  const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
  $('[data-open]', rows[to])?.focus();
  rows[to]?.scrollIntoView({ block: 'nearest' });
};
if (work) {
  $$('[data-keys]').forEach(one => one.hidden = false);
  document.addEventListener('keydown', e => {
    const step = { j: 1, k: -1 }[e.key.toLowerCase?.()];
    if (!step || typing(e)) return;
    e.preventDefault();
    move(step);
  });
}

// Batch: tick all, and say how many
const boxes = $$('[data-tick]'), all = $('[data-tick-all]'), told = $('[data-ticked]');
const count = () => {
  const ticked = boxes.filter(one => one.checked).length;
  if (told) told.textContent = ticked ? `（${ticked} 件）` : '';
  if (all) { all.checked = ticked > 0 && ticked === boxes.length; all.indeterminate = ticked > 0 && ticked < boxes.length; }
};
if (boxes.length && all) {
  all.hidden = false;
  all.addEventListener('change', () => { boxes.forEach(one => one.checked = all.checked); count(); });
  document.addEventListener('change', e => e.target.matches?.('[data-tick]') && count());
  count();
}
