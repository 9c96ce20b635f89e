// VERSION, FILES and OFFLINE stand above. Only these files and that page are ever kept: no page of a person, no answer.
const CACHE = `yimen-${VERSION}`;

// Asked without cookies, so that nothing of the person can come back.
const keep = async () => {
  const cache = await caches.open(CACHE);
  await cache.addAll([...FILES, OFFLINE].map(url => new Request(url, { credentials: 'omit', cache: 'no-cache' })));
  await self.skipWaiting();
};
const clear = async () => {
  const old = (await caches.keys()).filter(name => name.startsWith('yimen-') && name !== CACHE);
  await Promise.all(old.map(name => caches.delete(name)));
  await self.clients.claim();
};
const kept = async (path, request) => (await (await caches.open(CACHE)).match(path)) || fetch(request);
const offline = async () => (await (await caches.open(CACHE)).match(OFFLINE)) || Response.error();

self.addEventListener('install', e => e.waitUntil(keep()));
self.addEventListener('activate', e => e.waitUntil(clear()));
self.addEventListener('fetch', e => {
  const request = e.request, url = new URL(request.url);
  // A form that cannot be sent is left to the browser: loading again sends it again, and nothing typed is lost.
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') e.respondWith(fetch(request).catch(offline));
  else if (FILES.includes(url.pathname)) e.respondWith(kept(url.pathname, request));
});
