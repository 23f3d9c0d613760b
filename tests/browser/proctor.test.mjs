// The proctor's page in a room of five hundred, with the server's own acts and
// the candidates' own lines behind it.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {Browser, inspect, isTooWide} from './browser.mjs';
import {begin} from './candidate.mjs';
import {Centre, PASSWORD} from './centre.mjs';
import {Crowd} from './crowd.mjs';

const SIZE = 500;
const BEGUN = 250;
const MANY = 5000;
const GROUP = 50;	// of them are called Bee
const PATIENCE = 2000;	// until a trouble is at the top
const SLOW = 15_000;	// of a machine that has other things to do

let centre, browser, crowd, anna, paul;

const name = i => (i < GROUP ? `Bee ${i}` : `Candidate ${i}`);

before(async () => {
	centre = await Centre.open(process.env.EXAM_BIN);
	browser = await Browser.open(centre.server.ca);
	await centre.sitting('hall', 'hand', {takeover: 'proctor',
		title: 'Spring examination',
		rooms: [{id: 'aula', title: 'Aula Magna', seats: 600,
			proctors: ['anna', 'paul']},
		{id: 'lab', title: 'Laboratory', seats: 10,
			proctors: ['anna']}], chiefs: ['ben']});
	await centre.sitting('closed', 'hand', {title: 'Somebody else’s',
		rooms: [{id: 'cellar', title: 'Cellar', seats: 10,
			proctors: ['ben']}], chiefs: ['ben']});
	const tickets = await centre.enrol('hall', ...Array.from(
		{length: SIZE}, (_, i) => ({number: `C-${1000 + i}`,
			name: name(i), room: i === SIZE - 1 ? 'lab' : 'aula'})));
	crowd = new Crowd(centre.server, tickets);
	await crowd.begin(crowd.members.slice(0, BEGUN));
	await centre.sitting('door', 'hand', {title: 'Behind a door',
		check_in: true, admission: true});
	await centre.enrol('door', {number: 'D-1', name: 'Dora'},
		{number: 'D-2', name: 'Dan'});
	anna = await signedIn('anna');
	paul = await signedIn('paul');
});

after(async () => {
	crowd?.close();
	await browser?.close();
	await centre?.close();
});

async function signedIn(who, options) {
	const page = await browser.page(centre.server.staff, options);
	page.setDefaultTimeout(SLOW);
	await page.getByLabel('Name').fill(who);
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('button', {name: 'Sign in'}).click();
	await page.getByRole('heading', {name: 'Sittings'}).waitFor();
	return page;
}

/** The room as it is when somebody comes. */
async function enter(page, more = '', sitting = 'hall') {
	await page.goto('about:blank');
	await page.goto(`${centre.server.staff}/#sitting=${sitting}${more}`);
	await page.getByText(/of [\d,]+ shown/).waitFor();
	await page.locator('.list-row').first().waitFor();
}

const number = i => (typeof i === 'string' ? i : crowd.members[i].candidate);

const rowOf = (page, i) => page.locator('.list-row',
	{has: page.getByText(number(i), {exact: true})});

async function find(page, i) {
	await page.getByRole('searchbox').fill(number(i));
	await rowOf(page, i).waitFor();
}

async function openPerson(page, i) {
	await find(page, i);
	await rowOf(page, i).click();
	await page.getByRole('heading', {name: 'What happened'}).waitFor();
}

/** Presses an act of the candidate beside the room. */
const press = (page, act) =>
	page.locator('.person').getByRole('button', {name: act, exact: true})
		.click();

async function sayWhy(page) {
	await page.getByLabel('Reason').selectOption('technical');
	await page.getByLabel('In words').fill('the screen failed');
}

/** room: null is everybody. */
async function tellEverybody(page, text, room = null) {
	await page.getByRole('button', {name: 'Tell everybody'}).click();
	if (room !== null)
		await page.getByLabel('To whom').selectOption({label: room});
	await textbox(page).fill(text);
	await confirm(page);
	await dialogGone(page);
}

const textbox = page => page.getByRole('dialog').getByRole('textbox');

/** The last button of a dialog does it. */
const confirm = page => page.locator('dialog .actions button').last().click();

const dialogGone = page => page.locator('dialog').waitFor({state: 'detached'});

const done = page => page.locator('.last-act').innerText();

async function isSound(page) {
	assert.deepEqual(await inspect(page), []);
	assert.deepEqual(page.mistakes, []);
}

/* ---- the door ---- */

test('who is nobody here is told so, and how it looks is sound', async () => {
	const page = await browser.page(centre.server.staff);
	await page.getByLabel('Name').fill('anna');
	await page.getByLabel('Password').fill('not the password');
	await page.keyboard.press('Enter');
	await page.getByText('Name or password is wrong.').waitFor();
	assert.equal(await page.getByLabel('Password').evaluate(
		e => e === document.activeElement && e.autocomplete),
	'current-password');
	await isSound(page);
	await page.context().close();
});

test('only sittings and rooms of the account are offered', async () => {
	const page = await signedIn('paul');
	await page.getByText('Aula Magna').waitFor();
	assert.equal(await page.getByText('Laboratory').count(), 0);
	assert.equal(await page.getByText('Somebody else’s').count(), 0);
	await isSound(page);
	await page.goto(`${centre.server.staff}/#sitting=hall&room=lab`);
	await page.getByRole('heading', {name: 'This cannot be shown'})
		.waitFor();
	await page.goto(centre.server.staff);
	await page.context().close();
});

test('a chief sees every room of a sitting', async () => {
	const page = await signedIn('ben');
	await page.getByRole('link', {name: 'The whole sitting'}).first()
		.waitFor();
	await enter(page);
	await page.getByText(`${SIZE} of ${SIZE} shown`).waitFor();
	await page.context().close();
});

/* ---- the room ---- */

test('of five hundred, three in trouble are on top at once', async () => {
	const [asks, waits, leaves] = [211, 97, 233].map(i => crowd.members[i]);
	await enter(anna, '&room=aula');
	const isOnTop = anna.waitForFunction(numbers => {
		const rows = [...document.querySelectorAll('.list-row .number')];
		return numbers.every((n, i) => rows[i]?.textContent === n);
	}, [asks, waits, leaves].map(m => m.candidate), {timeout: PATIENCE});

	leaves.hangUp();
	const other = crowd.again(waits);
	await Promise.all([asks.help('The mouse is dead'),
		other.signIn('another device')]);
	await isOnTop;
	assert.match(await rowOf(anna, 211).innerText(), /Asks: The mouse is dead/);
	assert.match(await rowOf(anna, 97).innerText(), /Another device waits/);
	assert.match(await rowOf(anna, 233).innerText(), /Lost connection/);
	assert.match(await anna.title(), /^\(3\) /);
	await isSound(anna);
});

test('of five thousand rows only those in sight exist', async () => {
	await centre.sitting('thousands', 'hand');
	await centre.enrol('thousands', ...Array.from({length: MANY},
		(_, i) => ({number: `T-${i}`, name: `Person ${i}`})));
	await enter(anna, '', 'thousands');
	assert.ok(await anna.locator('.list-row').count() < 60);
	await anna.getByRole('grid').focus();
	await anna.keyboard.press('End');
	await anna.locator('.list-row.active').waitFor();
	assert.equal(await anna.locator('.list-row.active')
		.getAttribute('aria-rowindex'), String(MANY + 1));
	assert.ok(await anna.locator('.list-row').count() < 60);
});

test('search, states and order say which are shown', async () => {
	await enter(anna);
	await anna.getByRole('searchbox').fill('bee');
	await anna.getByText(`${GROUP} of ${SIZE} shown`).waitFor();
	await anna.getByRole('button', {name: /Expected/}).click();
	await anna.getByText('Nobody is like that.').waitFor();
	await isSound(anna);
	await anna.getByRole('button', {name: 'Show everybody'}).click();
	await anna.getByRole('columnheader', {name: 'Candidate'})
		.getByRole('button').click();
	await anna.locator('[aria-sort="ascending"]').waitFor();
	assert.match(await anna.locator('.list-row').first().innerText(),
		/Bee 0/);
	await anna.getByRole('columnheader', {name: 'Candidate'})
		.getByRole('button').click();
	await anna.locator('[aria-sort="descending"]').waitFor();
	assert.match(await anna.locator('.list-row').first().innerText(),
		new RegExp(`Candidate ${SIZE - 1}`));
});

test('everything is there by keyboard alone', async () => {
	await enter(anna);
	await anna.getByRole('grid').focus();
	await anna.keyboard.press('/');
	await anna.keyboard.type('bee');
	await anna.getByText(`${GROUP} of ${SIZE} shown`).waitFor();
	await anna.getByRole('grid').focus();
	for (const key of ['ArrowDown', 'ArrowDown', 'Space', 'Shift+ArrowDown'])
		await anna.keyboard.press(key);
	await anna.getByText('2 chosen').waitFor();
	await anna.keyboard.press('?');
	await anna.getByRole('heading', {name: 'Keys in the list'}).waitFor();
	await isSound(anna);
	await anna.keyboard.press('Escape');
	await anna.keyboard.press('Escape');
	await anna.getByText(`${GROUP} of ${SIZE} shown`).waitFor();
	await anna.keyboard.press('Enter');
	await anna.getByRole('heading', {name: 'What happened'}).waitFor();
	await anna.getByRole('button', {name: 'Back to the room'}).focus();
	await anna.keyboard.press('Enter');
	await anna.waitForFunction(() =>
		document.activeElement.role === 'grid');
});

/* ---- acts ---- */

test('fifty that are chosen are extended at once, each one once', async () => {
	await enter(anna);
	await anna.getByRole('searchbox').fill('Bee');
	await anna.getByText(`${GROUP} of ${SIZE} shown`).waitFor();
	await anna.getByRole('grid').focus();
	await anna.keyboard.press('Control+a');
	await anna.getByText(`${GROUP} chosen`).waitFor();
	await anna.keyboard.press('e');
	await anna.getByText('and the same for 45 others').waitFor();
	await isSound(anna);
	await confirm(anna);
	await anna.getByText('Choose a reason.').waitFor();
	await sayWhy(anna);
	await confirm(anna);
	await dialogGone(anna);
	assert.match(await done(anna), /Done\. Extend: 50 candidates\./);
	const {candidates} = await centre.as('anna', 'GET',
		'/v1/sittings/hall/room');
	const extended = candidates.filter(r => r.extended_ms === 600_000);
	assert.equal(extended.length, GROUP);
	assert.ok(extended.every(r => r.name.startsWith('Bee')));
});

test('what an extension will do is what it does', async () => {
	await enter(anna);
	await openPerson(anna, 60);
	await press(anna, 'Extend');
	await anna.getByRole('button', {name: '15 min'}).click();
	const said = await anna.locator('.effect li').innerText();
	await sayWhy(anna);
	await confirm(anna);
	await dialogGone(anna);
	const [, end] = said.match(/Ends at ([\d:]+) instead/);
	assert.match(await done(anna), new RegExp(`Now ends at ${end}`));
	assert.match(await done(anna), /Sent; not seen yet/);
	await anna.locator('.person').getByText('Extended by 15 minutes')
		.first().waitFor();
	await isSound(anna);
});

test('a pause is undone by one press and a reason', async () => {
	await enter(anna);
	await openPerson(anna, 61);
	await press(anna, 'Pause');
	await sayWhy(anna);
	await confirm(anna);
	await dialogGone(anna);
	await anna.locator('.facts').getByText('Paused').waitFor();
	await anna.getByRole('button', {name: 'Undo: Resume'}).click();
	await anna.getByText(/Goes on with [\d:]+ left, until [\d:]+/).waitFor();
	await sayWhy(anna);
	await confirm(anna);
	await dialogGone(anna);
	await anna.locator('.facts').getByText('Working').waitFor();
});

test('who comes is checked in and admitted', async () => {
	await enter(anna, '', 'door');
	await openPerson(anna, 'D-1');
	await press(anna, 'Check in');
	await confirm(anna);
	await anna.getByText('Say which document was seen.').waitFor();
	await anna.getByLabel('Document').fill('passport ending 123');
	await confirm(anna);
	await dialogGone(anna);
	await anna.locator('.facts').getByText('Checked in').waitFor();
	await anna.getByText('passport ending 123').waitFor();
	await press(anna, 'Admit');
	await confirm(anna);
	await dialogGone(anna);
	await anna.locator('.facts').getByText('Admitted').waitFor();
});

test('a message answers who asked; a waiting device is let in', async () => {
	await enter(anna);
	await openPerson(anna, 211);
	await press(anna, 'Message');
	await textbox(anna).fill('A new mouse is on its way.');
	await confirm(anna);
	await dialogGone(anna);
	await anna.locator('.mark-help').first().waitFor({state: 'detached'});
	await enter(anna);
	await openPerson(anna, 97);
	await press(anna, 'Move device');
	await anna.getByText('The device that waits takes over').waitFor();
	await sayWhy(anna);
	await confirm(anna);
	await dialogGone(anna);
	await anna.getByText('Moved to device 2').waitFor();
});

test('a new code is shown once, to be printed', async () => {
	await enter(anna);
	await openPerson(anna, 351);
	await press(anna, 'New code');
	await sayWhy(anna);
	await confirm(anna);
	const code = anna.locator('.ticket .code');
	await code.waitFor();
	const words = await code.innerText();
	assert.match(words, /^\w{4}-\w{4}-\w{4}$/);
	await isSound(anna);
	await anna.emulateMedia({media: 'print'});
	assert.ok(await code.isVisible());
	assert.ok(!await anna.getByRole('grid').isVisible());
	await anna.emulateMedia({media: 'screen'});
	await confirm(anna);
	await dialogGone(anna);
	assert.ok(!(await anna.content()).includes(words));
});

test('an incident is noted, seen by others, and calls no more', async () => {
	await enter(anna);
	await openPerson(anna, 62);
	await press(anna, 'Note incident');
	await sayWhy(anna);
	await confirm(anna);
	await dialogGone(anna);
	await anna.locator('.person .mark-incident').waitFor();
	await anna.getByRole('button', {name: 'Mark as seen'}).click();
	await anna.locator('.person .mark-incident')
		.waitFor({state: 'detached'});
	await anna.locator('.event-incident').getByText('the screen failed')
		.waitFor();
});

test('nothing is terminated before the number is typed', async () => {
	await enter(anna);
	await openPerson(anna, 63);
	await press(anna, 'Terminate');
	await sayWhy(anna);
	await confirm(anna);
	await anna.getByText('This ends the attempt for good.').waitFor();
	await confirm(anna);
	await anna.getByText('This is not C-1063.').waitFor();
	await isSound(anna);
	const {state} = await centre.attempt(crowd.members[63].attempt);
	assert.equal(state, 'in-section');
	await anna.getByLabel('Type C-1063 to go on').fill('C-1063');
	await confirm(anna);
	await dialogGone(anna);
	await anna.locator('.facts').getByText('Terminated').waitFor();
});

test('what is terminated comes back when another confirms', async () => {
	await enter(anna);
	await enter(paul);
	await openPerson(anna, 63);
	await press(anna, 'Reopen');
	await sayWhy(anna);
	await confirm(anna);
	await anna.getByRole('button', {name: 'Propose to a second person'})
		.click();
	await dialogGone(anna);
	await anna.getByRole('button', {name: '1 to confirm'}).click();
	await anna.getByText('It is yours').waitFor();
	await anna.keyboard.press('Escape');

	await enter(paul, '&room=aula');
	await paul.getByRole('button', {name: '1 to confirm'}).click();
	await isSound(paul);
	await paul.getByRole('button', {name: 'Confirm', exact: true}).click();
	await paul.getByText('Nothing waits.').waitFor();
	await paul.keyboard.press('Escape');
	await anna.locator('.facts').getByText('Working').waitFor();
	await anna.getByText('anna and paul').first().waitFor();
});

test('a mistaken submission is reopened by one', async () => {
	await crowd.members[64].submit();
	await enter(anna);
	await openPerson(anna, 64);
	await press(anna, 'Reopen');
	await sayWhy(anna);
	await confirm(anna);
	await dialogGone(anna);
	await anna.locator('.facts').getByText('Working').waitFor();
});

test('what is not possible is left out, and a refusal told', async () => {
	await enter(anna, '', 'door');
	await rowOf(anna, 'D-2').waitFor();
	await anna.getByRole('button', {name: 'Choose all 2 shown'}).click();
	await anna.locator('.chosen').getByRole('button',
		{name: 'Admit'}).click();
	await anna.getByText('1 of those chosen is left out').waitFor();
	await confirm(anna);
	await anna.getByText('identity has to be checked in first').waitFor();
	await isSound(anna);
	await confirm(anna);
	await dialogGone(anna);
});

test('what one proctor does, the other sees', async () => {
	await enter(anna);
	await enter(paul);
	await find(paul, 66);
	await openPerson(anna, 66);
	await press(anna, 'Pause');
	await sayWhy(anna);
	await confirm(anna);
	await rowOf(paul, 66).getByText('Paused').waitFor({timeout: PATIENCE});
	await openPerson(paul, 66);
	await paul.locator('.event-paused').getByText('anna').waitFor();
});

/* ---- the line ---- */

test('a reload comes back to the same room and candidate', async () => {
	await enter(anna, '&room=aula');
	await openPerson(anna, 67);
	await anna.reload();
	await anna.locator('.person').getByText('Bee', {exact: false})
		.or(anna.locator('.person').getByText('C-1067')).first().waitFor();
	assert.match(await anna.locator('#who').innerText(), /anna/);
	await anna.goBack();
	await anna.getByRole('heading', {name: 'What happened'})
		.waitFor({state: 'detached'});
});

test('on another browser’s wall are announcements, counts, no name', async () => {
	await enter(anna);
	const wall = await signedIn('ben');
	await wall.goto(`${centre.server.staff}/#view=wall&sitting=hall`);
	await wall.getByText('At work').waitFor();
	const lab = await signedIn('anna');
	await lab.goto(`${centre.server.staff}/#view=wall&sitting=hall&room=lab`);
	await lab.getByText('At work').waitFor();
	await tellEverybody(anna, 'The door stays open.');
	assert.match(await done(anna), /Sent to \d{3} candidates/);
	await wall.getByText('The door stays open.').waitFor();
	await tellEverybody(anna, 'Only the hall.', 'Aula Magna');
	await tellEverybody(anna, 'The lab goes on.', 'Laboratory');
	await lab.getByText('The lab goes on.').waitFor();
	const text = await wall.locator('body').innerText();
	assert.match(text, /\d\d:\d\d:\d\d/);
	assert.ok(!/Bee|C-1|Only the hall|lab goes on/.test(text));
	assert.ok(!/Only the hall/.test(await lab.locator('body').innerText()));
	await isSound(wall);
	await wall.setViewportSize({width: 320, height: 640});
	assert.equal(await isTooWide(wall), false);
	await wall.context().close();
	await lab.context().close();
});

test('a wall that is opened later shows the last, until cleared', async () => {
	await enter(anna);
	await tellEverybody(anna, 'Lunch is at two.');
	const wall = await signedIn('ben');
	await wall.goto(`${centre.server.staff}/#view=wall&sitting=hall`);
	await wall.getByText('Lunch is at two.').waitFor();
	await wall.getByRole('button', {name: 'Clear the announcements'})
		.click();
	await wall.getByText('Lunch is at two.').waitFor({state: 'detached'});
	await wall.reload();
	await wall.getByText('At work').waitFor();
	await tellEverybody(anna, 'The bus waits.');
	await wall.getByText('The bus waits.').waitFor();
	assert.equal(await wall.getByText('Lunch is at two.').count(), 0);
	await wall.context().close();
});

/* ---- what was seen ---- */

test('what is sent is seen on the candidate’s own screen', async () => {
	await centre.sitting('booth', 'hand', {title: 'In two booths'});
	const [ada, bob] = await centre.enrol('booth',
		{number: 'B-1', name: 'Ada'}, {number: 'B-2', name: 'Bob'});
	const candidate = await browser.page();
	await begin(candidate, centre, ada);
	await enter(anna, '', 'booth');
	await openPerson(anna, 'B-1');
	await press(anna, 'Pause');
	await sayWhy(anna);
	await confirm(anna);
	await dialogGone(anna);
	await anna.locator('.last-act').getByText(/Seen by the candidate at/)
		.waitFor();
	await anna.locator('.event-paused').getByText(/seen at/).waitFor();
	const {told, seen} = await centre.attempt(ada.attempt);
	assert.equal(seen, told);

	await enter(anna, '', 'booth');
	await tellEverybody(anna, 'Ten minutes more.');
	await anna.locator('.last-act').getByText('Seen by 1 of 2.').waitFor();
	await anna.locator('.last-act summary').click();
	await anna.locator('.last-act').getByText('Bob').waitFor();
	await rowOf(anna, 'B-2').getByText('Not seen yet').waitFor();
	await isSound(anna);
	const other = await browser.page();
	await begin(other, centre, bob);
	await anna.locator('.last-act').getByText('Seen by 2 of 2.').waitFor();
	const {events} = await centre.attempt(bob.attempt);
	assert.equal(events.filter(e => e.kind === 'seen').length, 1);
	assert.deepEqual([...candidate.mistakes, ...other.mistakes], []);
	await candidate.context().close();
	await other.context().close();
});

test('on a narrow screen nothing is cut off', async () => {
	const page = await signedIn('anna',
		{viewport: {width: 320, height: 640}});
	await enter(page);
	assert.equal(await isTooWide(page), false);
	await isSound(page);
	await openPerson(page, 68);
	assert.equal(await isTooWide(page), false);
	await press(page, 'Extend');
	assert.equal(await isTooWide(page), false);
	await isSound(page);
	await page.context().close();
});

test('the whole page speaks Spanish', async () => {
	const page = await browser.page(centre.server.staff,
		{locale: 'es-ES'});
	await page.getByLabel('Nombre').fill('anna');
	await page.getByLabel('Contraseña').fill(PASSWORD);
	await page.getByRole('button', {name: 'Entrar'}).click();
	await page.getByRole('heading', {name: 'Convocatorias'}).waitFor();
	await page.goto(`${centre.server.staff}/#sitting=hall`);
	await page.locator('.list-row').first().click();
	await page.getByRole('heading', {name: 'Qué ha pasado'}).waitFor();
	assert.equal(await page.locator('html').getAttribute('lang'), 'es');
	await isSound(page);
	await page.context().close();
});

test('a server that goes and comes back leaves nothing to do', async () => {
	await enter(anna);
	await anna.getByRole('searchbox').fill('Bee');
	await anna.getByText(`${GROUP} of ${SIZE} shown`).waitFor();
	await centre.server.kill();
	await anna.getByText('Not connected to the server').waitFor();
	await isSound(anna);
	await centre.server.start();
	await anna.getByText('Not connected to the server')
		.waitFor({state: 'detached'});
	await anna.getByText(`${GROUP} of ${SIZE} shown`).waitFor();
	await centre.act(crowd.members[1].attempt, 'pause');
	await rowOf(anna, 1).getByText('Paused').waitFor();
	await isSound(anna);
});
