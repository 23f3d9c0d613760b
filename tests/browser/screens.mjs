// screens FOLDER [WORD...]: pictures of every state whose name has one of the
// words: on a desktop and a telephone, light and dark.
//
// States are said in *.states.mjs:
//	export const states = {'sign-in': async (page, centre, browser) => …};
// Each gets a new page, brings it there, and may give another page back; with
// page.isAsSeen the picture is of the screen, else of the whole page.

import {mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

import {Browser} from './browser.mjs';
import {Centre} from './centre.mjs';

const SIZES = {desktop: {width: 1280, height: 800},
	phone: {width: 320, height: 640}};
const here = new URL('.', import.meta.url);

async function* allStates() {
	for (const file of readdirSync(here).sort()) {
		if (!file.endsWith('.states.mjs'))
			continue;
		const {states} = await import(new URL(file, here));
		const stem = file.split('.')[0];
		for (const [name, bring] of Object.entries(states))
			yield [`${stem}-${name}`, bring];
	}
}

async function shoot(page, folder, name) {
	for (const [size, viewport] of Object.entries(SIZES)) {
		await page.setViewportSize(viewport);
		for (const colorScheme of ['light', 'dark']) {
			await page.emulateMedia({colorScheme});
			const path = join(folder,
				`${name}-${size}-${colorScheme}.png`);
			await page.screenshot({path,
				fullPage: !page.isAsSeen});
			console.log(path);
		}
	}
}

const [folder, ...words] = process.argv.slice(2);
mkdirSync(folder, {recursive: true});
const centre = await Centre.open(process.env.EXAM_BIN);
const browser = await Browser.open(centre.server.ca);
try {
	for await (const [name, bring] of allStates()) {
		if (words.length > 0 && !words.some(w => name.includes(w)))
			continue;
		const page = await browser.page();
		const other = await bring(page, centre, browser);
		await shoot(other ?? page, folder, name);
		await page.context().close();
	}
} finally {
	await browser.close();
	await centre.close();
}
