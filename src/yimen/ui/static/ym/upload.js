// Large files go in parts (tus 1.0.0) and go on where they broke off, after a reload too.
// What fits into one part goes by the plain form: one request either way.
const PART = 512 * 1024, HELD = '[data-upload]';
const size = n => n < 1024000 ? Math.max(1, Math.round(n / 1024)) + ' KB' : (n / 1048576).toFixed(1) + ' MB';
const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const wait = ms => new Promise(go => { setTimeout(go, ms); addEventListener('online', go, { once: true }); });
const make = (tag, more, ...inside) => { const one = Object.assign(document.createElement(tag), more); one.append(...inside); return one; };

// So that only the very same file is gone on with; plain http has no such tool.
const sha256 = async file => !window.crypto?.subtle ? '' :
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))].map(n => n.toString(16).padStart(2, '0')).join('');

class Refused extends Error {}
const said = (box, what, told) => box.dataset['said' + what].replace(/{(\w+)}/g, (_, key) => told[key]);

const ask = async (box, url, method, headers, body) => {
  const token = box.closest('form').querySelector('[name=csrfmiddlewaretoken]').value;
  const answer = await fetch(url, { method, body, redirect: 'manual', headers: { 'Tus-Resumable': '1.0.0', 'X-CSRFToken': token, ...headers } });
  const { ok, status, type } = answer;
  if (ok) return answer;
  if (type === 'opaqueredirect') throw new Refused(said(box, 'Expired'));
  if (status === 413 || status === 422) {
    const told = await answer.json();
    throw new Refused(told.words);
  }
  // 409 and 503 pass; so do the faults of whatever stands between.
  if (status < 500 && status !== 409 && status !== 429) throw new Refused(said(box, 'Closed'));
  throw new Error(status);
};

const line = (box, file) => {
  const words = make('span', { className: 'hint num', textContent: said(box, 'Waiting') });
  const bar = make('progress', { className: 'bar', max: file.size, value: 0, ariaLabel: file.name });
  const row = make('li', {}, make('span', { className: 'main' }, file.name, words), bar);
  box.querySelector('[data-sending]').append(row);
  let told = 0;
  return {
    // Heard at each end and every few seconds, not at every part.
    say(text, now) {
      words.textContent = text;
      if (now || Date.now() - told > 4000) { told = Date.now(); tell(box, `${file.name} ${text}`); }
    },
    at(n) { bar.value = n; this.say(said(box, 'At', { there: size(n), size: size(file.size) }), !n); },
    end(text, bad) { bar.remove(); row.classList.toggle('bad', !!bad); this.say(text, true); },
  };
};
const tell = (box, text) => box.querySelector('[data-told]').textContent = text;

const send = async (box, file, row) => {
  let url, at = 0, tries = 0;
  const about = `filename ${base64(file.name)},material ${base64(box.dataset.upload)},sha256 ${base64(await sha256(file))}`;
  for (;;) {
    try {
      const answer = url ? await ask(box, url, 'HEAD') : await ask(box, box.dataset.to, 'POST', { 'Upload-Length': file.size, 'Upload-Metadata': about });
      url ||= answer.headers.get('Location');
      row.at(at = +answer.headers.get('Upload-Offset'));
      do {
        const part = file.slice(at, at + PART);
        if (at + part.size === file.size) row.say(said(box, 'Checking'));
        await ask(box, url, 'PATCH', { 'Upload-Offset': at, 'Content-Type': 'application/offset+octet-stream' }, part);
        row.at(at += part.size);
        tries = 0;
      } while (at < file.size);
      row.end(said(box, 'Kept'));
      return true;
    } catch (error) {
      if (error instanceof Refused) { row.end(`${said(box, 'Refused')} ${error.message}`, true); return false; }
      row.say(said(box, 'Broken', { there: size(at) }), !tries);
      await wait(Math.min(1000 * 2 ** tries++, 30000));
    }
  }
};

// What the server shows now, in place of what the page showed before; nothing that was typed is touched.
const refresh = async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
  document.querySelectorAll('[data-fresh]').forEach(old => {
    const fresh = page.getElementById(old.id);
    if (fresh) old.replaceWith(document.adoptNode(fresh));
    else old.remove();
  });
};

const sendAll = async (box, files) => {
  const button = box.querySelector('[name=upload]');
  box.dataset.active = 1;
  button.ariaBusy = 'true';
  box.querySelector('[data-sending]').replaceChildren();
  const rows = files.map(file => line(box, file));
  let kept = 0;
  for (const [n, file] of files.entries()) kept += await send(box, file, rows[n]);
  box.querySelectorAll('input[type=file]').forEach(one => one.value = '');
  button.ariaBusy = null;
  delete box.dataset.active;
  await refresh().catch(() => location.reload());
  tell(box, said(box, kept < files.length ? 'Some' : 'All', { kept, failed: files.length - kept }));
};

document.addEventListener('click', e => {
  const button = e.target.closest?.(`${HELD} [name=upload]`), box = button?.closest(HELD);
  if (!box) return;
  const files = [...box.querySelectorAll('input[type=file]')].flatMap(one => [...one.files]);
  if (!box.dataset.active && !files.some(file => file.size > PART)) return;
  e.preventDefault();
  if (!box.dataset.active) sendAll(box, files);
});
addEventListener('beforeunload', e => { if (document.querySelector('[data-active]')) e.preventDefault(); });

// On a phone the camera gets a button of its own: page after page, each sent when it has been taken.
if (matchMedia('(pointer:coarse)').matches) document.querySelectorAll(HELD).forEach(box => {
  const camera = make('input', { type: 'file', accept: 'image/jpeg,image/png', hidden: true });
  camera.setAttribute('capture', 'environment');
  const button = make('button', { type: 'button', className: 'btn btn--2', textContent: said(box, 'Camera') });
  button.onclick = () => box.dataset.active || camera.click();
  camera.onchange = () => camera.files.length && sendAll(box, [...camera.files]);
  box.querySelector('[name=upload]').after(' ', button, camera);
});
