// What a candidate sees, from before the exam until after it.

import {begin, button, end, enter, go, heading, open, signIn, submit}
	from './candidate.mjs';

let n = 0;

/** A sitting and a candidate of their own for each state. */
async function ticket(centre, more = {}) {
	const number = `C-${++n}`;
	const id = `state-${n}`;
	await centre.sitting(id, more.exam ?? 'practice', {
		title: 'Practice: every kind of question', release: 'at-once',
		practice: true,
		rules: 'Work alone.\n\nBooks and telephones stay outside.',
		...more.sitting});
	const [it] = await centre.enrol(id,
		{number, name: 'Ada Lindqvist',
			route: more.exam === 'hand' ? 'upgrade' : 'full'});
	return it;
}

const question = number => async (page, centre) => {
	await begin(page, centre, await ticket(centre));
	if (number > 1)
		await go(page, number);
};

/** The questions of the practice exam that show each kind. */
export const kinds = {single: 1, multiple: 2, text: 3, gaps: 4, order: 5,
	match: 6, 'match-many': 7, stimulus: 9, picture: 10, extended: 11,
	parts: 12};

const sections = (...list) => ({routes: {upgrade: {sections: list}}});
const two = {exam: 'hand', sitting: {practice: false, release: 'held',
	...sections({minutes: 5, break_minutes: 5}, {minutes: 5})}};

async function dialog(page, centre, name) {
	await begin(page, centre, await ticket(centre));
	await button(page, name).click();
	await page.getByRole('dialog').waitFor();
}

export const states = {
	'sign-in': async (page, centre) => {
		await page.goto(centre.server.candidates);
		await page.getByText('This computer is ready').click();
	},
	'sign-in-refused': async (page, centre) => {
		await signIn(page, centre,
			{candidate: 'C-0', code: '0000-0000-0000'});
		await page.getByText('is not right').waitFor();
	},
	waiting: async (page, centre) => {
		await signIn(page, centre,
			await ticket(centre, {sitting: {opens: 12}}));
		await page.getByText('It opens on').waitFor();
	},
	'check-in': async (page, centre) => {
		await signIn(page, centre, await ticket(centre,
			{sitting: {check_in: true, admission: true}}));
		await page.getByText('check your identity').waitFor();
	},
	rules: async (page, centre) => {
		await signIn(page, centre, await ticket(centre));
		await button(page, 'Open the exam').waitFor();
	},
	next: async (page, centre) => {
		await open(page, centre, await ticket(centre, two));
		await button(page, 'Begin section 1').waitFor();
	},
	...Object.fromEntries(Object.entries(kinds).map(([kind, at]) =>
		[kind, question(at)])),
	answered: async (page, centre) => {
		await question(1)(page, centre);
		await page.getByRole('radio').nth(1).check();
		await button(page, 'Flag').click();
		await button(page, 'Strike out a').click();
		await go(page, 12);
		await page.getByRole('radio').first().check();
		await go(page, 3);
		await page.getByLabel('Your answer').fill('receipt');
		await go(page, 1);
	},
	linear: async (page, centre) => {
		await open(page, centre, await ticket(centre, {sitting: {routes:
			{full: {sections: [{minutes: 5,
				navigation: 'linear'}]}}}}));
		await enter(page);
	},
	leave: async (page, centre) => {
		await states.linear(page, centre);
		await button(page, 'Next').click();
		await page.getByRole('dialog').waitFor();
	},
	message: async (page, centre) => {
		const ada = await ticket(centre);
		await begin(page, centre, ada);
		await centre.act(ada.attempt, 'messages',
			{text: 'The door stays open.'});
		await page.getByText('The door stays open').first().waitFor();
	},
	offline: async (page, centre) => {
		await question(1)(page, centre);
		await page.context().setOffline(true);
		await page.getByRole('radio').first().check();
		await page.locator('.saved',
			{hasText: 'Not yet saved: 1 answer'})
			.waitFor();
	},
	display: (page, centre) => dialog(page, centre, 'Display'),
	help: (page, centre) => dialog(page, centre, 'Ask the proctor'),
	review: async (page, centre) => {
		await states.answered(page, centre);
		await button(page, 'Review and end').click();
		await heading(page, 'Review of section 1').waitFor();
	},
	'end-section': async (page, centre) => {
		await states.review(page, centre);
		await button(page, 'End section 1').click();
		await page.getByRole('dialog').waitFor();
	},
	break: async (page, centre) => {
		await begin(page, centre, await ticket(centre, two));
		await end(page);
		await heading(page, 'Break').waitFor();
	},
	paused: async (page, centre) => {
		const ada = await ticket(centre);
		await begin(page, centre, ada);
		await centre.act(ada.attempt, 'pause');
		await heading(page, 'The exam is paused').waitFor();
	},
	'other-tab': async (page, centre) => {
		await question(1)(page, centre);
		const second = await page.context().newPage();
		await second.goto(centre.server.candidates);
		await heading(second, 'open in another tab').waitFor();
		return second;
	},
	'taken-over': async (page, centre, browser) => {
		const ada = await ticket(centre);
		await begin(page, centre, ada);
		const other = await browser.page();
		while (!(await centre.attempt(ada.attempt)).connected)
			; // its stream, by which it is told
		await signIn(other, centre, ada);
		await heading(page, 'It goes on elsewhere').waitFor();
		await other.context().close();
	},
	'device-waits': async (page, centre, browser) => {
		const ada = await ticket(centre,
			{sitting: {takeover: 'proctor'}});
		const first = await browser.page();
		await begin(first, centre, ada);
		await signIn(page, centre, ada);
		await heading(page, 'Please wait for the proctor').waitFor();
		await first.context().close();
	},
	'hand-in': async (page, centre) => {
		await question(1)(page, centre);
		await end(page);
		await button(page, 'Hand in the exam').waitFor();
	},
	terminated: async (page, centre) => {
		const ada = await ticket(centre);
		await begin(page, centre, ada);
		await centre.act(ada.attempt, 'terminate');
		await heading(page, 'Your exam was ended').waitFor();
	},
	receipt: async (page, centre) => {
		await begin(page, centre, await ticket(centre, {exam: 'hand',
			sitting: {practice: false, release: 'held',
				...sections({minutes: 5}, {minutes: 5})}}));
		await end(page);
		await enter(page, 2);
		await end(page, 2);
		await submit(page);
	},
	result: async (page, centre) => {
		await states['hand-in'](page, centre);
		await submit(page);
		await heading(page, 'Your result').waitFor();
	},
};
