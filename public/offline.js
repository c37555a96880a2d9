// The service worker of a published site: keeps all of it, so that the page starts without a network after the first visit. `make site`
// puts the line before this one that says version, a hash of the content, and files. Another version is fetched whole before the old one
// goes, so that page and solver always belong together.
'use strict';
const scope = 'counterpoint ' + registration.scope + ' ', store = scope + version;

addEventListener('install', e => e.waitUntil((async () => {
  const cache = await caches.open(store);
  await cache.addAll(files.map(f => new Request(f, { cache: 'reload' })));
  await skipWaiting();
})()));

addEventListener('activate', e => e.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(scope) && name !== store) await caches.delete(name);
  await clients.claim();
})()));

addEventListener('fetch', e => {
  if (e.request.method !== 'GET' || new URL(e.request.url).origin !== location.origin) return;
  e.respondWith((async () => {
    const cache = await caches.open(store);
    const kept = e.request.mode === 'navigate' ? './' : e.request;
    return await cache.match(kept, { ignoreSearch: true }) || fetch(e.request);
  })());
});
