// Every state of the candidate's page for everybody: nothing that axe finds, no
// scrolling sideways at 320 px (400 % zoom), nor widely spaced, nor from
// right to left.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';

import {Browser, inspect, isTooWide} from './browser.mjs';
import {go} from './candidate.mjs';
import {kinds, states} from './candidate.states.mjs';
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
	await page.evaluate(() => {
		delete document.documentElement.dataset.spacing;
	});
}

async function live(tell) {
	const page = await browser.page();
	page.setDefaultTimeout(20_000);
	try {
		await tell(page);
		assert.deepEqual(page.mistakes, []);
	} finally {
		await page.context().close();
	}
}

describe('each state', {concurrency: 3}, () => {
	// One sign-in for all of them.
	test('every kind of question', () => live(async page => {
		await states.single(page, centre);
		for (const number of Object.values(kinds)) {
			await page.setViewportSize({width: 1280, height: 800});
			await go(page, number);
			await look(page);
		}
	}));

	for (const [name, bring] of Object.entries(states))
		if (!(name in kinds))
			test(name, () => live(async page =>
				look(await bring(page, centre,
					browser) ?? page)));
});
