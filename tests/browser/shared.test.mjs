// The modules that both pages are made of, each by itself in a browser.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';

import {Browser} from './browser.mjs';
import {Centre} from './centre.mjs';

const source = process.env.EXAM_SOURCE ??
	fileURLToPath(new URL('../..', import.meta.url));

let centre, browser, page, ada;

/** Modules as they are in the source, under a path that no page has. */
async function serveSource(route) {
	const path = new URL(route.request().url()).pathname
		.replace('/source/', '');
	await route.fulfill({contentType: 'text/javascript',
		body: readFileSync(`${source}/client/web/${path}`, 'utf8')});
}

before(async () => {
	centre = await Centre.open(process.env.EXAM_BIN);
	browser = await Browser.open(centre.server.ca);
	await centre.sitting('now', 'practice');
	[ada] = await centre.enrol('now', {number: 'C-1'});
	page = await browser.page(null, {serviceWorkers: 'block'});
	await page.route('**/source/**', serveSource);
});

after(async () => {
	await browser?.close();
	await centre?.close();
});

/** An empty document of this origin, which may import. */
async function blank() {
	await page.route('**/blank', route => route.fulfill(
		{contentType: 'text/html', body: '<!doctype html><body>'}));
	await page.goto(`${centre.server.candidates}/blank`);
}

test('the machine\'s own clock may be wrong', async () => {
	await blank();
	const wrong = await page.evaluate(async () => {
		const {Clock} = await import('/source/shared/clock.js');
		const clock = new Clock();
		const now = performance.now();
		Date.now = () => 0;
		clock.hear('2030-01-01T00:00:00.000Z', now - 100, now);
		return clock.now() - Date.UTC(2030, 0, 1) -
			(performance.now() - now);
	});
	// it was read on the way back, half a journey ago
	assert.ok(Math.abs(wrong - 50) < 2, `${wrong} ms`);
});

test('of two answers the one that travelled less is believed', async () => {
	await blank();
	const wrong = await page.evaluate(async () => {
		const {Clock} = await import('/source/shared/clock.js');
		const clock = new Clock();
		const now = performance.now();
		clock.hear('2030-01-01T00:00:00.000Z', now - 10, now);
		clock.hear('2030-01-01T00:00:09.000Z', now - 4000, now);
		return clock.now() - Date.UTC(2030, 0, 1);
	});
	assert.ok(wrong < 1000, `${wrong} ms`);
});

test('time runs out at zero and stands while the clock stands', async () => {
	await blank();
	const left = await page.evaluate(async () => {
		const {Clock} = await import('/source/shared/clock.js');
		const clock = new Clock();
		const now = performance.now();
		clock.hear('2030-01-01T00:00:00.000Z', now, now);
		const heard = Date.UTC(2030, 0, 1) - 5000;
		return [
			{running: true, deadline: '2029-12-31T23:59:00.000Z'},
			{running: false, remaining_ms: 60_000, deadline: null},
		].map(c => clock.remaining(c, heard));
	});
	assert.deepEqual(left, [0, 60_000]);
});

test('a sleep is noticed', async () => {
	await blank();
	assert.ok(await page.evaluate(async () => {
		const {Clock} = await import('/source/shared/clock.js');
		const clock = new Clock();
		const slept = new Promise(done =>
			clock.addEventListener('slept', () => done(true)));
		const real = Date.now;
		clock.start();
		Date.now = () => real() + 3_600_000;
		return slept;
	}));
});

test('a refusal explains itself', async () => {
	await blank();
	const problem = await page.evaluate(async () => {
		const {post} = await import('/source/shared/api.js');
		return post('/v1/session', {candidate: 'C-1', code: 'x'})
			.catch(({status, kind, detail}) =>
				({status, kind, detail}));
	});
	assert.equal(problem.status, 401);
	assert.equal(problem.kind, 'sign-in-failed');
	assert.ok(problem.detail.length > 10, problem.detail);
});

test('nobody there is not a refusal', async () => {
	await blank();
	await page.context().setOffline(true);
	const name = await page.evaluate(async () => {
		const {get} = await import('/source/shared/api.js');
		return get('/v1/health').catch(error => error.name);
	});
	await page.context().setOffline(false);
	assert.equal(name, 'Unreachable');
});

test('who insists is answered when the server is back', async () => {
	await blank();
	await centre.server.kill();
	const waits = page.waitForEvent('console',
		m => m.text() === 'it waits');
	const answered = page.evaluate(async () => {
		const {insist} = await import('/source/shared/api.js');
		const health = await insist('GET', '/v1/health', undefined,
			{onWait: () => console.log('it waits')});
		return health.status;
	});
	await waits;
	await centre.server.start();
	assert.equal(await answered, 'ok');
});

/** Signs in and listens; what comes is told by the console. */
const listen = code => page.evaluate(async given => {
	const {post} = await import('/source/shared/api.js');
	const {Events} = await import('/source/shared/events.js');
	await post('/v1/session',
		{candidate: 'C-1', code: given, device: 'a test'});
	new Events('/v1/events', {
		probe: '/v1/attempt',
		on: {state: a => console.log(`state ${a.state}`)},
		onStatus: status => console.log(status),
		onRefused: problem => console.log(problem.kind),
	}).open();
}, code);

const said = words => page.waitForEvent('console', m => m.text() === words);

test('a lost stream is opened again', async () => {
	await blank();
	const first = said('state expected');
	await listen(ada.code);
	await first;
	const away = said('away');
	await centre.server.kill();
	await away;
	const again = said('state expected');
	await centre.server.start();
	await again;
});

test('who is signed out hears so, and the stream is over', async () => {
	await blank();
	const first = said('state expected');
	await listen(ada.code);
	await first;
	const over = said('not-signed-in');
	await page.evaluate(async () => {
		const {remove} = await import('/source/shared/api.js');
		await remove('/v1/session');
	});
	await over;
});

test('text is text, whatever it looks like', async () => {
	await blank();
	assert.equal(await page.evaluate(async () => {
		const {el} = await import('/source/shared/dom.js');
		return el('p', {}, '<b>', ['&amp;', null, 1]).textContent;
	}), '<b>&amp;1');
});

test('markup that would run is no attribute', async () => {
	await blank();
	for (const name of ['onclick', 'style', 'srcdoc'])
		assert.equal(await page.evaluate(async attribute => {
			const {el} = await import('/source/shared/dom.js');
			try {
				el('p', {[attribute]: 'x'});
				return 'it passed';
			} catch (error) {
				return error.name;
			}
		}, name), 'TypeError', name);
});

test('a number takes the form that its language has for it', async () => {
	await blank();
	await page.route('**/words', route => route.fulfill({json: {
		'@dir': 'rtl',
		'n': {one: '{n} answer', other: '{n} answers of {who}'},
	}}));
	assert.deepEqual(await page.evaluate(async () => {
		const {t, use} = await import('/source/shared/strings.js');
		await use({en: ['/words']}, 'en');
		return [t('n', {n: 1}), t('n', {n: 1200, who: '<b>'}),
			document.documentElement.dir];
	}), ['1 answer', '1,200 answers of <b>', 'rtl']);
});

test('a countdown shows nothing only when nothing is left', async () => {
	await blank();
	assert.deepEqual(await page.evaluate(async () => {
		const {countdown} = await import('/source/shared/strings.js');
		return [-5, 0, 1, 59_999, 3_600_000].map(countdown);
	}), ['00:00', '00:00', '00:01', '01:00', '1:00:00']);
});
