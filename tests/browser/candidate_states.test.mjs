// Every state of the candidate's page for everybody: nothing that axe finds, no
// scrolling sideways at 320 px (400 % zoom), nor widely spaced, nor from
// right to left.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';

import {Browser, inspect, isTooWide} from './browser.mjs';
import {states} from './candidate.states.mjs';
import {Centre} from './centre.mjs';

let centre, browser;

before(async () => {
	centre = await Centre.open(process.env.EXAM_BIN);
	browser = await Browser.open(centre.server.ca);
	await centre.sitting('first', 'practice'); // banks, before all others
	await centre.sitting('second', 'hand');
});

after(async () => {
	await browser?.close();
	await centre?.close();
});

const phone = {width: 320, height: 640};

async function look(page) {
	assert.deepEqual(await inspect(page), []);
	await page.setViewportSize(phone);
	assert.equal(await isTooWide(page), false, 'at 320 px');
	await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
	assert.equal(await isTooWide(page), false, 'from right to left');
	await page.evaluate(() => {
		const root = document.documentElement;
		root.dir = 'ltr';
		root.dataset.spacing = 'wide';
	});
	assert.equal(await isTooWide(page), false, 'widely spaced');
}

describe('each state', {concurrency: 3}, () => {
	for (const [name, bring] of Object.entries(states))
		test(name, async () => {
			const page = await browser.page();
			try {
				await look(await bring(page, centre, browser) ??
					page);
				assert.deepEqual(page.mistakes, []);
			} finally {
				await page.context().close();
			}
		});
});
