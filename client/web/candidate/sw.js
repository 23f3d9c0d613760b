// sw: keeps the page, so that a reload without network does not lose it.
//
// The page's files are known by name and content, and are put away together;
// the page itself is asked for first, so that a new one is seen, and is taken
// from here when the server does not answer soon.  Requests to the interface
// are none of its business.

const CACHE = 'exam-%VERSION%';
const assets = ['%ASSETS%'];
const PATIENCE_MS = 3000;

async function keep() {
	const cache = await caches.open(CACHE);
	await cache.addAll(assets.map(path =>
		new Request(path, {cache: 'reload'})));
}

async function forgetOthers() {
	for (const name of await caches.keys())
		if (name.startsWith('exam-') && name !== CACHE)
			await caches.delete(name);
	await clients.claim();
}

async function page(request) {
	try {
		const reply = await fetch(request,
			{signal: AbortSignal.timeout(PATIENCE_MS)});
		if (reply.ok)
			return reply;
	} catch {
		// no network, or a slow one: the kept page will do
	}
	return await caches.match('/') ?? Response.error();
}

async function asset(request) {
	return await caches.match(request) ?? fetch(request);
}

self.addEventListener('install', event => {
	event.waitUntil(keep());
});

self.addEventListener('activate', event => {
	event.waitUntil(forgetOthers());
});

self.addEventListener('fetch', event => {
	const {request} = event;
	const {pathname, origin} = new URL(request.url);

	if (request.method !== 'GET' || origin !== location.origin)
		return;
	if (pathname === '/')
		event.respondWith(page(request));
	else if (pathname.startsWith('/assets/'))
		event.respondWith(asset(request));
});
