// candidate: what a person does in the candidate's page, step by step.

/** name: of a button, whole. */
export const button = (page, name) =>
	page.getByRole('button', {name, exact: true});

export const heading = (page, name) => page.getByRole('heading', {name});

export async function signIn(page, centre, {candidate, code}) {
	await page.goto(centre.server.candidates);
	await page.getByLabel('Candidate number').fill(candidate);
	await page.getByLabel('Access code').fill(code);
	await button(page, 'Sign in').click();
}

export async function open(page, centre, ticket) {
	await signIn(page, centre, ticket);
	await page.getByLabel('I have read the rules').check();
	await button(page, 'Open the exam').click();
}

export async function enter(page, n = 1) {
	await button(page, `Begin section ${n}`).click();
	await heading(page, /^Question 1 of/).waitFor();
}

/** Signed in, and at the first question. */
export async function begin(page, centre, ticket) {
	await open(page, centre, ticket);
	await enter(page);
	return page;
}

export async function go(page, n) {
	await page.getByRole('navigation', {name: 'Questions'})
		.getByRole('button', {name: new RegExp(`^Question ${n},`)})
		.click();
	await heading(page, new RegExp(`^Question ${n} of`)).waitFor();
}

export async function end(page, n = 1) {
	await page.getByRole('navigation', {name: 'Questions'})
		.getByRole('button', {name: 'Review and end'}).click();
	await button(page, `End section ${n}`).click();
	await button(page, 'End it').click();
}

export async function submit(page) {
	await button(page, 'Hand in the exam').click();
	await button(page, 'Hand it in').click();
	await heading(page, 'Your exam is handed in').waitFor();
}

/** The time of the last save, in the bar. */
export const saved = page => page.locator('.saved [aria-hidden]',
	{hasText: /^Saved \d/});

/** What the record has of an attempt's answers: event texts. */
export async function answersOf(centre, attempt) {
	const {events} = await centre.attempt(attempt);
	return events.filter(e => e.kind === 'answered');
}
