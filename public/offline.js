// The service worker of a published site: keeps all of it, so that the page starts without a network after the first visit. `make site`
// puts the line before this one that says version, a hash of the content, and files. Another version is fetched whole and waits until no
// page of the old one is open; only then it takes over and the old one goes. So page, workers and kernels always belong together.
'use strict';
const scope = 'counterpoint ' + registration.scope + ' ', store = scope + version, home = new URL(registration.scope).pathname;

addEventListener('install', e => e.waitUntil((async () => {
  const cache = await caches.open(store);
  await cache.addAll(files.map(f => new Request(f, { cache: 'reload' })));
})()));

addEventListener('activate', e => e.waitUntil((async () => {
  const old = (await caches.keys()).filter(name => name.startsWith(scope) && name !== store);
  await Promise.all(old.map(name => caches.delete(name)));
  if (!old.length) await clients.claim(); // the first visit: the page that is open came from the host with this version
})()));

addEventListener('fetch', e => {
  const url = new URL(e.request.url);
  if (e.request.method !== 'GET' || url.origin !== location.origin) return;
  // The scope may hold pages of others: only its own address is the laboratory's.
  const page = e.request.mode === 'navigate';
  if (page && url.pathname !== home && url.pathname !== home + 'index.html') return;
  e.respondWith((async () => {
    const cache = await caches.open(store);
    return await cache.match(page ? './' : e.request, { ignoreSearch: true }) || fetch(e.request);
  })());
});
