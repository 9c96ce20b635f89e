// The diagram of a process: drawn from its BPMN file, marked from the table beside it. Without this file the table
// tells all of it.
const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
const box = $('[data-diagram]'), rows = $$('tr[data-node]');
const still = matchMedia('(prefers-reduced-motion:reduce)').matches;
const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const STEP = 1.25, EDGE = 30;
// Larger letters on the page are larger letters in the drawing.
const READABLE = .95 * parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

// Badges keep a size that can be read while the drawing is made smaller.
const put = (viewer, row) => {
  const node = row.dataset.node, badge = $('template', row);
  if (!viewer.get('elementRegistry').get(node)) return;
  viewer.get('canvas').addMarker(node, `at-${row.dataset.state}`);
  if (!badge) return;
  const html = document.createElement('div');
  html.className = 'badge';
  html.setAttribute('aria-hidden', 'true');
  html.append(badge.content.cloneNode(true));
  viewer.get('overlays').add(node, 'state', { position: { top: -14, right: 26 }, html, scale: { min: .75, max: 1.15 } });
};

// Where the window begins on one axis: around the element, but not beyond the drawing.
const begin = (middle, size, from, whole) =>
  whole <= size ? from - (size - whole) / 2 : Math.min(Math.max(middle - size / 2, from - EDGE), from + whole + EDGE - size);

// An element in the middle of the window, large enough to be read.
const show = (viewer, node, scale) => {
  const canvas = viewer.get('canvas'), element = viewer.get('elementRegistry').get(node);
  if (!element) return;
  canvas.zoom(scale ?? Math.max(canvas.zoom(), READABLE));
  const { width, height, inner } = canvas.viewbox();
  const x = begin(element.x + element.width / 2, width, inner.x, inner.width);
  const y = begin(element.y + element.height / 2, height, inner.y, inner.height);
  canvas.viewbox({ x, y, width, height });
};

const pick = (viewer, node) => {
  const own = rows.filter(row => row.dataset.node === node), told = $('[data-picked]');
  rows.forEach(row => row.classList.toggle('is-picked', own.includes(row)));
  if (!own.length) { told.textContent = '这一步没有走到。'; return; }
  told.replaceChildren(...own.map(row => {
    const line = document.createElement('span');
    line.textContent = row.dataset.told;
    return line;
  }));
};

const draw = async () => {
  const text = fetch(box.dataset.diagram, { credentials: 'same-origin' }).then(answer => {
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  });
  const ink = token('--ink-700'), style = { fontFamily: token('--font'), fontSize: 12, lineHeight: 1.3 };
  const viewer = new globalThis.BpmnViewer({
    container: box,
    // The wheel moves the page, not the drawing.
    zoomScroll: { enabled: false },
    bpmnRenderer: { defaultStrokeColor: ink, defaultFillColor: token('--surface'), defaultLabelColor: token('--ink-900') },
    textRenderer: { defaultStyle: style, externalStyle: style },
  });
  await viewer.importXML(await text);
  const canvas = viewer.get('canvas'), svg = $('svg', box);
  // The table is the text of the drawing: read out, the words of the drawing have no order.
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', box.dataset.label);
  rows.forEach(row => put(viewer, row));
  const first = box.dataset.first || rows[0]?.dataset.node;
  const whole = () => { canvas.zoom('fit-viewport', 'auto'); return canvas.zoom(); };
  if (whole() < READABLE && first) show(viewer, first, READABLE);
  viewer.on('element.click', event => pick(viewer, event.element.labelTarget?.id ?? event.element.id));
  const acts = {
    in: () => canvas.zoom(Math.min(canvas.zoom() * STEP, 3), 'auto'),
    out: () => canvas.zoom(Math.max(canvas.zoom() / STEP, .2), 'auto'),
    whole,
    first: () => show(viewer, first),
  };
  $$('[data-zoom]').forEach(one => one.addEventListener('click', () => acts[one.dataset.zoom]()));
  $$('[data-find]').forEach(link => link.addEventListener('click', event => {
    event.preventDefault();
    show(viewer, link.dataset.find);
    pick(viewer, link.dataset.find);
    box.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
    svg.focus({ preventScroll: true });
  }));
  $('[data-drawn]').hidden = false;
  box.classList.add('is-drawn');
};

if (box) {
  box.hidden = false;
  draw().then(() => { $('[data-undrawn]').hidden = true; }, () => {
    box.hidden = true;
    $('[data-undrawn]').textContent = '流程图现在画不出来。下面的表说的是同样的事。';
  });
}
