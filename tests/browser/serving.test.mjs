// The pages as they are served: of themselves they need a server only once.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {Browser, inspect, isTooWide} from './browser.mjs';
import {Centre} from './centre.mjs';

let centre, browser;

before(async () => {
	centre = await Centre.open(process.env.EXAM_BIN);
	browser = await Browser.open(centre.server.ca);
});

after(async () => {
	await browser?.close();
	await centre?.close();
});

/** Both begin with somebody signing in: the page itself, not its shell. */
const first = page => page.getByRole('textbox').first();

test('both pages come up without a complaint of the browser', async () => {
	for (const origin of [centre.server.candidates, centre.server.staff]) {
		const page = await browser.page(origin);
		await first(page).waitFor();
		assert.deepEqual(page.mistakes, []);
		await page.context().close();
	}
});

test('the first screen of both is for everybody, and on any', async () => {
	for (const origin of [centre.server.candidates, centre.server.staff]) {
		const page = await browser.page(origin,
			{viewport: {width: 320, height: 640}});
		await first(page).waitFor();
		for (const colorScheme of ['light', 'dark']) {
			await page.emulateMedia({colorScheme});
			assert.deepEqual(await inspect(page), [], colorScheme);
		}
		assert.equal(await isTooWide(page), false);
		await page.context().close();
	}
});

test('nothing is asked of anybody else', async () => {
	const page = await browser.page();
	const asked = new Set();
	page.on('request', r => asked.add(new URL(r.url()).origin));
	await page.goto(centre.server.candidates);
	await first(page).waitFor();
	assert.deepEqual([...asked], [centre.server.candidates]);
	await page.context().close();
});

test('what would be a script by text is refused by the policy', async () => {
	const page = await browser.page(centre.server.candidates);
	await first(page).waitFor();
	const thrown = await page.evaluate(() => {
		try {
			document.body.innerHTML = '<b>x</b>';
			return 'it passed';
		} catch (error) {
			return error.name;
		}
	});
	assert.equal(thrown, 'TypeError');
	await page.context().close();
});

test('the page is kept for a time without network', async () => {
	const page = await browser.page(centre.server.candidates);
	await first(page).waitFor();
	await page.evaluate(() => navigator.serviceWorker.ready
		.then(() => undefined));
	await page.context().setOffline(true);
	await page.reload();
	await first(page).waitFor();
	await page.context().close();
});

test('the interface is never answered from what is kept', async () => {
	const page = await browser.page(centre.server.candidates);
	await page.evaluate(() => navigator.serviceWorker.ready
		.then(() => undefined));
	await page.context().setOffline(true);
	assert.equal(await page.evaluate(() => fetch('/v1/health').then(
		() => 'answered', () => 'failed')), 'failed');
	await page.context().close();
});
