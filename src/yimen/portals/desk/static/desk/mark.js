// A click on the picture says where the mark belongs; the list of nine places does the same without this file.
const page = document.querySelector('[data-mark-on]'), form = document.querySelector('[data-mark-form]');
if (page && form) {
  const over = page.querySelector('svg'), shape = name => document.createElementNS('http://www.w3.org/2000/svg', name);
  const dot = shape('circle'), area = form.elements.area;
  dot.setAttribute('r', 14);
  dot.setAttribute('class', 'new');
  page.classList.add('marked--live');
  const put = (x, y) => {
    form.elements.x.value = x;
    form.elements.y.value = y;
    dot.setAttribute('cx', `${x}%`);
    dot.setAttribute('cy', `${y}%`);
    over.append(dot);
  };
  page.addEventListener('click', e => {
    const box = page.getBoundingClientRect(), part = n => Math.min(Math.floor(n * 3 / 100), 2);
    const per = (at, from, whole) => Math.min(Math.max(Math.round((at - from) * 100 / whole), 0), 100);
    const x = per(e.clientX, box.left, box.width), y = per(e.clientY, box.top, box.height);
    put(x, y);
    area.value = part(y) * 3 + part(x);
    form.elements.text.focus();
  });
  // Chosen from the list, the place is that of the list again.
  area.addEventListener('change', () => { form.elements.x.value = form.elements.y.value = ''; dot.remove(); });
}
