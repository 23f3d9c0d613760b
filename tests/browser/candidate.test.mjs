// A candidate's exam in the page, from sign-in to receipt, on good and on bad
// days.  What counts is what the server's record has at the end.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, describe, test} from 'node:test';

import {Browser} from './browser.mjs';
import {answersOf, begin, button, end, enter, go, heading, open, saved, signIn,
	submit} from './candidate.mjs';
import {Centre} from './centre.mjs';

let centre, browser, n = 0;

before(async () => {
	centre = await Centre.open(process.env.EXAM_BIN);
	browser = await Browser.open(centre.server.ca);
	await centre.sitting('first',
		'practice'); // its bank, before all others
});

after(async () => {
	await browser?.close();
	await centre?.close();
});

const practice = {release: 'at-once', practice: true};
const sections = (...list) => ({routes: {full: {sections: list}}});

async function ticket(more = {}) {
	const number = `C-${++n}`;
	const id = `s-${n}`;
	await centre.sitting(id, 'practice', {...practice, ...more});
	const [it] = await centre.enrol(id, {number, name: 'Ada',
		route: 'full'});
	return it;
}

const stories = [];

/** A story has a page of its own, in which nothing goes wrong unseen. */
function story(name, tell) {
	stories.push([name, tell]);
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

const notice = (page, text) => page.locator('.notices').getByText(text);

/** What the bar says of saving, for eyes. */
const bar = (page, text) => page.locator('.saved [aria-hidden]',
	{hasText: text}).waitFor();

const checked = page => page.locator('main input:checked').count();

/** Tab until the keyboard is at what has this name. */
async function tabTo(page, name) {
	for (let i = 0; i < 80; i++) {
		const at = page.locator(':focus');
		const words = await at.count() === 0 ? '' :
			await at.evaluate(e => [e.getAttribute('aria-label'),
				...[...e.labels ?? []].map(l => l.innerText),
				e.innerText].find(Boolean) ?? '');
		if (words.replace(/[↑↓⚑\s]+/g, ' ').trim().startsWith(name))
			return;
		await page.keyboard.press('Tab');
	}
	assert.fail(`the keyboard does not reach ${name}`);
}

async function press(page, name, key = 'Enter') {
	await tabTo(page, name);
	await page.keyboard.press(key);
}

/** How each question of the practice exam is answered by keys alone. */
const byKeys = [
	page => press(page, 'a Stop', 'ArrowDown'),
	async page => {
		await press(page, 'a Have', 'Space');
		await press(page, 'b Read', 'Space');
	},
	async page => {
		await tabTo(page, 'Your answer');
		await page.keyboard.type('receipt');
	},
	async page => {
		await tabTo(page, 'Gap 1');
		await page.keyboard.type('server');
		await tabTo(page, 'Gap 2');
		await page.keyboard.type('go on');
	},
	page => press(page, 'Move down'),
	page => matchByKeys(page),
	page => matchByKeys(page),
	page => press(page, 'a True', 'Space'),
	async page => {
		await tabTo(page, 'Your answer');
		await page.keyboard.type('90');
	},
	page => press(page, 'a Question 1', 'ArrowUp'),
	async page => {
		await tabTo(page, 'Your answer');
		await page.keyboard.type(
			'I try out the device and sleep well.');
	},
	async page => {
		await press(page, 'a The first', 'ArrowDown');
		await tabTo(page, 'Part 2');
		await page.keyboard.type('130');
	},
];

async function matchByKeys(page) {
	const cell = page.locator('table.match input').first();
	for (let i = 0; i < 60; i++) {
		if (await cell.evaluate(e => e === document.activeElement))
			break;
		await page.keyboard.press('Tab');
	}
	await page.keyboard.press('Space');
}

story('the practice exam is sat by keyboard alone', async page => {
	const ada = await ticket();
	await page.goto(centre.server.candidates);
	await tabTo(page, 'Candidate number');
	await page.keyboard.type(ada.candidate);
	await tabTo(page, 'Access code');
	await page.keyboard.type(ada.code.replaceAll('-', '').toLowerCase());
	await page.keyboard.press('Enter');
	await button(page, 'Open the exam').waitFor();
	await press(page, 'I have read', 'Space');
	await press(page, 'Open the exam');
	await button(page, 'Begin section 1').waitFor();
	await press(page, 'Begin section 1');
	for (const [i, answer] of byKeys.entries()) {
		await heading(page, `Question ${i + 1} of 12`).waitFor();
		await answer(page);
		await press(page, i < 11 ? 'Next' : 'Review and end');
	}
	await heading(page, 'Review of section 1').waitFor();
	await press(page, 'End section 1');
	await press(page, 'End it');
	await button(page, 'Hand in the exam').waitFor();
	await press(page, 'Hand in the exam');
	await press(page, 'Hand it in');
	await heading(page, 'Your result').waitFor();
	const row = await centre.attempt(ada.attempt);
	assert.equal(row.state, 'submitted');
	assert.equal(row.answered, 12);
});

story('the receipt is a file, and nothing is left on the computer',
	async page => {
		const ada = await ticket();
		await begin(page, centre, ada);
		await page.getByRole('radio').first().check();
		await end(page);
		await submit(page);
		const [file] = await Promise.all([page.waitForEvent('download'),
			button(page, 'Save as a file').click()]);
		assert.match(file.suggestedFilename(),
			new RegExp(`^receipt-${ada.attempt}-.*\\.txt$`));
		const text = readFileSync(await file.path(), 'utf8');
		const number = text.match(/^line (.*)$/m)[1];
		assert.match(text, /^examd receipt v1\n/);
		await page.getByText(number, {exact: true}).waitFor();
		const left = () => page.evaluate(() => new Promise(done => {
			const open = indexedDB.open('exam');
			open.onsuccess = () => {
				const all = open.result.transaction(
					['records', 'keys']);
				const count = ['records', 'keys'].map(s =>
					all.objectStore(s).count());
				all.oncomplete = () => {
					open.result.close();
					done(count.map(c => c.result));
				};
			};
		}));
		while ((await left()).some(count => count > 0))
			;
		assert.deepEqual(await left(), [0, 0]);
	});

story('who is checked in and admitted goes on without a reload', async page => {
	const ada = await ticket({check_in: true, admission: true});
	await signIn(page, centre, ada);
	await page.getByText('check your identity').waitFor();
	await page.evaluate(() => { window.same = true; });
	await centre.act(ada.attempt, 'check-in', {document: 'passport'});
	await page.getByText('has to admit you').waitFor();
	await centre.act(ada.attempt, 'admit');
	await button(page, 'Open the exam').waitFor();
	assert.equal(await page.evaluate(() => window.same), true);
});

story('the waiting room opens at the time of the server', async page => {
	await signIn(page, centre, await ticket({opens: 0.1}));
	await button(page, 'Open the exam').waitFor();
});

story('an extension and a pause arrive while typing', async page => {
	const ada = await ticket();
	await begin(page, centre, ada);
	await go(page, 11);
	const area = page.getByLabel('Your answer');
	await area.pressSequentially('I rest');
	await centre.act(ada.attempt, 'extend', {minutes: 10});
	await notice(page, 'You have been given 10 minutes more').waitFor();
	await area.pressSequentially(' and sleep');
	assert.equal(await area.inputValue(), 'I rest and sleep');
	await centre.act(ada.attempt, 'pause');
	await heading(page, 'The exam is paused').waitFor();
	assert.equal(await page.locator('main textarea').count(), 0);
	await centre.act(ada.attempt, 'resume');
	await heading(page, 'Question 11 of 12').waitFor();
	assert.equal(await area.inputValue(), 'I rest and sleep');
	await saved(page).waitFor();
});

story('without network: answers, a reload, and all of it arrives',
	async page => {
		const ada = await ticket();
		await begin(page, centre, ada);
		await page.evaluate(() => navigator.serviceWorker.ready
			.then(() => undefined));
		await page.context().setOffline(true);
		await page.getByRole('radio').nth(1).check();
		await go(page, 3);
		await page.getByLabel('Your answer').fill('receipt');
		await bar(page, 'Not yet saved: 2 answers. Keep going.');
		await page.reload();
		await heading(page, 'Question 3 of 12').waitFor();
		assert.equal(await page.getByLabel('Your answer').inputValue(),
			'receipt');
		await bar(page, 'Not yet saved: 2 answers');
		await go(page, 10);
		assert.ok(await page.getByRole('img').evaluate(async i => {
			await i.decode();
			return i.naturalWidth > 0;
		}), 'the picture is kept, too');
		await page.context().setOffline(false);
		await saved(page).waitFor();
		assert.equal((await answersOf(centre, ada.attempt)).length, 2);
	});

story('of two tabs one is active, and the other can take over', async page => {
	const ada = await ticket();
	await begin(page, centre, ada);
	await go(page, 3);
	const second = await page.context().newPage();
	await second.goto(centre.server.candidates);
	await heading(second, 'open in another tab').waitFor();
	await page.getByLabel('Your answer').fill('receipt');
	await button(second, 'Go on here').click();
	await heading(page, 'open in another tab').waitFor();
	await heading(second, 'Question 3 of 12').waitFor();
	assert.equal(await second.getByLabel('Your answer').inputValue(),
		'receipt');
	await saved(second).waitFor();
	assert.equal((await centre.attempt(ada.attempt)).answered, 1);
});

story('another device takes over, and here it is over', async page => {
	const ada = await ticket();
	const other = await browser.page();
	await begin(page, centre, ada);
	while (!(await centre.attempt(ada.attempt)).connected)
		; // its stream, by which it is told
	await signIn(other, centre, ada);
	await heading(page, 'It goes on elsewhere').waitFor();
	await heading(other, 'Question 1 of 12').waitFor();
	await other.context().close();
});

story('the bell while offline: what was entered in time is judged in time',
	async page => {
		const ada = await ticket({...sections({minutes: 0.15}),
			late_answers: {accept_within_seconds: 60},
			grace_seconds: 1});
		await begin(page, centre, ada);
		await page.context().setOffline(true);
		await page.getByRole('radio').nth(1).check();
		await page.locator('main').getByText('The time is over. 1 ' +
			'answer that you entered in time is kept').waitFor();
		assert.equal(await page.getByRole('radio').first().isDisabled(),
			true);
		await page.context().setOffline(false);
		await notice(page, 'it counts, because you entered it in time')
			.waitFor();
		assert.equal((await centre.attempt(ada.attempt)).answered, 1);
	});

story('the back button loses nothing', async page => {
	const ada = await ticket();
	await begin(page, centre, ada);
	await go(page, 3);
	await page.getByLabel('Your answer').fill('receipt');
	await saved(page).waitFor();
	await page.goBack();
	await page.goForward();
	await heading(page, 'Question 3 of 12').waitFor();
	assert.equal(await page.getByLabel('Your answer').inputValue(),
		'receipt');
});

story('a computer whose clock is an hour fast shows the right time',
	async page => {
		await page.addInitScript(() => {
			const real = Date.now.bind(Date);
			Date.now = () => real() + 3_600_000;
		});
		await begin(page, centre, await ticket());
		assert.match(await page.getByRole('timer').innerText(),
			/^(30:00|29:5\d)$/);
		await page.context().setOffline(true);
		await page.getByRole('radio').first().check();
		await page.reload();
		await heading(page, 'Question 1 of 12').waitFor();
		assert.match(await page.getByRole('timer').innerText(),
			/^(30:00|29:[45]\d)$/);
	});

story('a linear section goes one way', async page => {
	const ada = await ticket(sections({minutes: 30, navigation: 'linear'}));
	await open(page, centre, ada);
	await enter(page);
	assert.equal(await page.getByRole('navigation').count(), 0);
	await button(page, 'Next').click();
	await button(page, 'Leave it').click();
	await heading(page, 'Question 2 of 12').waitFor();
	await page.getByRole('checkbox').first().check();
	await button(page, 'Next').click();
	await heading(page, 'Question 3 of 12').waitFor();
	assert.equal((await centre.attempt(ada.attempt)).answered, 1);
});

story('a choice too many is refused in words', async page => {
	await begin(page, centre, await ticket());
	await go(page, 2);
	const boxes = page.getByRole('checkbox');
	await boxes.nth(0).check();
	await boxes.nth(1).check();
	await boxes.nth(2).click();
	await page.locator('main').getByText('that is the most').waitFor();
	assert.equal(await checked(page), 2);
});

story('a number that could be two is asked about', async page => {
	await begin(page, centre, await ticket());
	await go(page, 9);
	await page.getByLabel('Your answer').fill('1,234');
	await page.keyboard.press('Tab');
	await page.locator('main').getByText('thousands or decimals').waitFor();
	await page.getByLabel('Your answer').fill('1,5');
	await page.keyboard.press('Tab');
	await page.locator('main').getByText('thousands or decimals')
		.waitFor({state: 'detached'});
});

story('of a text that is too long the beginning is saved, and it is said',
	async page => {
		const ada = await ticket();
		await begin(page, centre, ada);
		await go(page, 11);
		const area = page.getByLabel('Your answer');
		await area.fill('x'.repeat(1003));
		await page.locator('main').getByText('3 characters too many')
			.waitFor();
		await button(page, 'Next').click();
		await go(page, 11);
		assert.equal((await area.inputValue()).length, 1003);
		await saved(page).waitFor();
		await page.reload();
		await heading(page, 'Question 11 of 12').waitFor();
		assert.equal((await area.inputValue()).length, 1000);
	});

story('asking for help and reporting a question reach the record',
	async page => {
		const ada = await ticket();
		await begin(page, centre, ada);
		await button(page, 'Ask the proctor').click();
		await page.getByLabel('What do you need?').fill('My screen');
		await button(page, 'Ask').click();
		await notice(page, 'The proctor has been told').waitFor();
		await button(page, 'Report a mistake').click();
		await page.getByLabel('What is wrong?').fill(
			'Two are the same');
		await button(page, 'Report').click();
		await notice(page, 'your report is noted').waitFor();
		const row = await centre.attempt(ada.attempt);
		assert.equal(row.help, 'My screen');
		assert.equal(row.reports, 1);
	});

story('settings, notes and struck choices are there after a reload',
	async page => {
		await begin(page, centre, await ticket());
		await button(page, 'Strike out a').click();
		await button(page, 'Note to myself').click();
		await page.getByLabel('Note', {exact: true}).fill('ask later');
		await button(page, 'Keep').click();
		await button(page, 'Display').click();
		await page.getByLabel('Colours').selectOption('contrast');
		await page.getByLabel('Language').selectOption('es');
		await button(page, 'Cerrar').click();
		await heading(page, 'Pregunta 1 de 12').waitFor();
		await page.reload();
		await heading(page, 'Pregunta 1 de 12').waitFor();
		await page.getByText('ask later').waitFor();
		assert.equal(await page.locator('.choice.struck').count(), 1);
		assert.equal(await page.evaluate(() =>
			document.documentElement.dataset.theme), 'contrast');
	});

/** What a screen reader is told without being asked. */
const heard = (page, text) => page.locator('[aria-live="polite"]',
	{hasText: text}).waitFor({state: 'attached'});

story('a screen reader hears what is what', async page => {
	const is = (role, name) => page.getByRole(role, {name, exact: true})
		.first().waitFor();
	await begin(page, centre, await ticket());
	await is('group', 'Choose one.');
	await page.getByRole('radio').nth(1).check();
	await button(page, 'Flag').click();
	await is('button', 'Question 1, answered, flagged');
	await go(page, 4);
	await is('combobox', 'Gap 2');
	await is('button', 'Question 2, not seen yet');
	await go(page, 5);
	const first = page.getByRole('button', {name: /^Move down: /}).first();
	const text = (await first.getAttribute('title')).split(': ')[1];
	await first.click();
	await heard(page, `${text}: now in place 2.`);
	await is('button', `Move down: ${text}`);
	await go(page, 6);
	await is('radio', 'You want to see a question again later Submit');
	await is('table', 'Choose one for each row.');
	await go(page, 10);
	await is('img',
		'Five numbered boxes in a row, from 1 to 5. Boxes 1, 2 ' +
		'and 4 are filled. Box 3 is empty and has a flag above it. ' +
		'Box 5 is empty.');
	await go(page, 12);
	await page.getByRole('radio').first().check();
	await is('button', 'Question 12, partly answered');
});

story('a column that can be used once moves with the choice', async page => {
	await begin(page, centre, await ticket());
	await go(page, 6);
	const cells = page.locator('table.match input');
	await cells.nth(0).check();
	await cells.nth(5).check();
	assert.ok(await checked(page) <= 2);
	await page.reload();
	await heading(page, 'Question 6 of 12').waitFor();
	assert.equal(await cells.nth(5).isChecked(), true);
});

story('a marked passage is there after a reload', async page => {
	const marks = () => page.evaluate(() =>
		[...CSS.highlights.get('candidate-mark') ?? []].map(String));
	await begin(page, centre, await ticket());
	await page.evaluate(() => {
		const text = document.querySelector('.stem p').firstChild;
		getSelection().setBaseAndExtent(text, 5, text, 21);
	});
	await button(page, 'Highlight').click();
	const words = await marks();
	assert.equal(words[0].length, 16);
	await page.reload();
	await heading(page, 'Question 1 of 12').waitFor();
	assert.deepEqual(await marks(), words);
});

story('an exam that is reopened goes on in the same page', async page => {
	const ada = await ticket({release: 'held'});
	await begin(page, centre, ada);
	await page.getByRole('radio').first().check();
	await button(page, 'Review and end').click();
	await centre.act(ada.attempt, 'pause');
	await heading(page, 'The exam is paused').waitFor();
	await centre.act(ada.attempt, 'resume');
	await end(page);
	await submit(page);
	await centre.act(ada.attempt, 'reopen', {minutes: 0});
	await button(page, 'Hand in the exam').or(
		heading(page, /^Question \d+ of/)).first().waitFor();
	await submit(page);
	await button(page, 'Sign out').click();
	await heading(page, 'You are signed out').waitFor();
	await page.reload();
	await heading(page, 'Sign in to your exam').waitFor();
});

story('a tab that crashed goes on where it was', async page => {
	const ada = await ticket();
	await begin(page, centre, ada);
	await go(page, 3);
	await page.getByLabel('Your answer').fill('receipt');
	await bar(page, 'Saving 1 answer');
	page.goto('chrome://crash').catch(() => {});
	await page.waitForEvent('crash');
	const again = await page.context().newPage();
	await again.goto(centre.server.candidates);
	await heading(again, 'Question 3 of 12').waitFor();
	assert.equal(await again.getByLabel('Your answer').inputValue(),
		'receipt');
	await saved(again).waitFor();
	assert.equal((await centre.attempt(ada.attempt)).answered, 1);
});

/** The page is looked at, or behind another. */
const turn = (page, state) => page.evaluate(s => {
	Object.defineProperty(document, 'visibilityState',
		{value: s, configurable: true});
	document.dispatchEvent(new Event('visibilitychange'));
}, state);

/** Waits on the server's side: until the record is so. */
async function record(attempt, isSo) {
	for (;;) {
		const it = await centre.attempt(attempt);
		if (isSo(it))
			return it;
	}
}

story('what is told is seen once the page is looked at', async page => {
	const it = await ticket();
	await begin(page, centre, it);
	await turn(page, 'hidden');
	await centre.act(it.attempt, 'messages', {text: 'Look up, please.'});
	await notice(page, 'Look up, please.').waitFor();
	await centre.act(it.attempt, 'pause');
	await heading(page, /paused/i).waitFor();
	assert.equal((await centre.attempt(it.attempt)).seen, null);
	await turn(page, 'visible');
	const {events, told} = await record(it.attempt, a => a.seen !== null);
	assert.equal(events.filter(e => e.kind === 'seen').length, 1);
	assert.equal(events.at(-1).seen, told);
	await page.reload();
	await heading(page, /paused/i).waitFor();
	await centre.act(it.attempt, 'resume');
	await record(it.attempt, a => a.seen === a.told);
	assert.equal((await centre.attempt(it.attempt)).events
		.filter(e => e.kind === 'seen').length, 2);
});

story('on a slow line the page comes and answers are saved', async page => {
	const line = await page.context().newCDPSession(page);
	await line.send('Network.enable');
	await line.send('Network.emulateNetworkConditions', {offline: false,
		latency: 400, downloadThroughput: 50_000,
		uploadThroughput: 50_000});
	const ada = await ticket();
	await begin(page, centre, ada);
	await page.getByRole('radio').first().check();
	await saved(page).waitFor();
});

describe('a candidate', {concurrency: 3}, () => {
	for (const [name, tell] of stories)
		test(name, () => live(tell));
});

// Alone: it would take the server from the others.
test('the server is killed in the middle of an answer',
	() => live(async page => {
	const ada = await ticket();
	await begin(page, centre, ada);
	await go(page, 3);
	await page.getByLabel('Your answer').pressSequentially('rec');
	await centre.server.kill();
	await page.getByLabel('Your answer').pressSequentially('eipt');
	await notice(page, 'No connection to the server').waitFor();
	await bar(page, 'Not yet saved: 1 answer. Keep going.');
	await centre.server.start();
	await saved(page).waitFor();
	await notice(page, 'Connected again').waitFor();
	await end(page);
	await submit(page);
	assert.equal((await centre.attempt(ada.attempt)).answered, 1);
}));
