// What a proctor sees, for tests/browser/screens.

import {PASSWORD} from './centre.mjs';
import {Crowd, each} from './crowd.mjs';

const NAMES = ['Ada Lindqvist', 'Bruno Okafor', 'Chiara Moretti',
	'Dmitri Haddad', 'Eleni Papadaki', 'Farid Rahimi', 'Greta Solberg',
	'Hugo Martín', 'Ines Duarte', 'Jonas Weber', 'Kaija Virtanen',
	'Liam O’Brien', 'Mei Tanaka', 'Noor Haidari', 'Olga Petrova'];
const PEOPLE = 60;
const BEGUN = 48;

let crowd = null;

/** A room in which most is well; made once. */
async function room(centre) {
	if (crowd !== null)
		return;
	await centre.sitting('spring', 'hand', {takeover: 'proctor',
		title: 'CTSS, spring examination', zone: 'Europe/Madrid',
		rooms: [{id: 'aula', title: 'Aula Magna', seats: 60,
			proctors: ['anna', 'paul']},
		{id: 'lab', title: 'Laboratory', seats: 20,
			proctors: ['anna']}]});
	const tickets = await centre.enrol('spring', ...Array.from(
		{length: PEOPLE}, (_, i) => ({number: `C-${1001 + i}`,
			name: NAMES[i % NAMES.length],
			room: i % 5 === 4 ? 'lab' : 'aula'})));
	crowd = new Crowd(centre.server, tickets);
	const {members} = crowd;
	await crowd.begin(members.slice(0, BEGUN));
	await members[23].help('The mouse does not move');
	await crowd.again(members[11]).signIn('another device');
	members[30].hangUp();
	await members[40].submit();
	await centre.act(members[2].attempt, 'incidents',
		{reason: 'disturbance', words: 'a telephone rang'});
	await centre.act(members[23].attempt, 'extend', {minutes: 10,
		reason: 'technical', words: 'the mouse failed'});
	await members[23].see();
	await centre.act(members[7].attempt, 'pause');
}

async function signIn(page, centre) {
	await room(centre);
	await page.goto(centre.server.staff);
	await page.getByLabel('Name').fill('anna');
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('button', {name: 'Sign in'}).click();
	await page.getByRole('heading', {name: 'Sittings'}).waitFor();
	await page.getByText('Aula Magna').first().waitFor();
}

async function enter(page, centre) {
	await signIn(page, centre);
	page.isAsSeen = true; // of the list, only what is in sight exists
	await page.goto(`${centre.server.staff}/#sitting=spring`);
	await page.locator('.mark-help').waitFor();
}

async function person(page, centre) {
	await enter(page, centre);
	await page.locator('.list-row').first().click();
	await page.locator('.timeline li').first().waitFor();
	page.isAsSeen = false;
}

const dialog = act => async (page, centre) => {
	await person(page, centre);
	await page.locator('.person').getByRole('button',
		{name: act, exact: true}).click();
	await page.getByRole('dialog').waitFor();
	page.isAsSeen = true;
};

async function confirmed(page) {
	await page.getByLabel('Reason').selectOption('technical');
	await page.getByLabel('In words').fill('The screen failed.');
	await page.locator('dialog .actions button').last().click();
}

export const states = {
	'sign-in': async (page, centre) => {
		await page.goto(centre.server.staff);
		await page.getByLabel('Name').waitFor();
	},
	choose: signIn,
	room: enter,
	chosen: async (page, centre) => {
		await enter(page, centre);
		await page.getByRole('searchbox').fill('Ada');
		await page.getByRole('button', {name: /Choose all/}).click();
	},
	empty: async (page, centre) => {
		await enter(page, centre);
		await page.getByRole('searchbox').fill('nobody');
		await page.getByText('Nobody is like that.').waitFor();
	},
	person,
	beside: async (page, centre, browser) => {
		const wide = await browser.page(null,
			{viewport: {width: 1600, height: 900}});
		await person(wide, centre);
		wide.isAsSeen = true;
		return wide;
	},
	extend: dialog('Extend'),
	terminate: async (page, centre) => {
		await dialog('Terminate')(page, centre);
		await confirmed(page);
		await page.getByText('This ends the attempt').waitFor();
	},
	ticket: async (page, centre) => {
		await dialog('New code')(page, centre);
		await confirmed(page);
		await page.locator('.ticket').waitFor();
	},
	done: async (page, centre) => {
		await dialog('Note incident')(page, centre);
		await confirmed(page);
		await page.locator('.last-act').waitFor();
	},
	told: async (page, centre) => {
		await enter(page, centre);
		await page.getByRole('button', {name: 'Tell everybody'}).click();
		await page.getByLabel('To whom').selectOption('Laboratory');
		await page.getByRole('dialog').getByRole('textbox')
			.fill('The side door stays open.');
		await page.locator('dialog .actions button').last().click();
		await each(crowd.members.filter((_, i) => i % 5 === 4 && i < 40),
			member => member.see());
		await page.locator('.last-act').getByText('Seen by 8 of').waitFor();
		await page.locator('.last-act summary').click();
	},
	keys: async (page, centre) => {
		await enter(page, centre);
		await page.getByRole('button', {name: 'Keys'}).click();
	},
	away: async (page, centre) => {
		await enter(page, centre);
		await page.context().setOffline(true);
		await page.evaluate(() => dispatchEvent(new Event('online')));
		await page.getByText('Not connected to the server').waitFor();
	},
	wall: async (page, centre) => {
		await signIn(page, centre);
		await centre.as('anna', 'POST', '/v1/sittings/spring/messages',
			{text: 'The side door stays open. Please leave quietly.'});
		await page.goto(
			`${centre.server.staff}/#view=wall&sitting=spring`);
		await page.getByText('At work').waitFor();
	},
};
