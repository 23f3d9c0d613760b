// session: who is signed in.  The session itself is a cookie that no script
// sees; the name is kept beside it, so that a reload can say it.

import {post, remove} from '../shared/api.js';

const KEPT = 'exam.staff';

let who = read();

function read() {
	try {
		return JSON.parse(localStorage.getItem(KEPT)) ?? null;
	} catch {
		return null;
	}
}

function keep(value) {
	who = value;
	try {
		if (value === null)
			localStorage.removeItem(KEPT);
		else
			localStorage.setItem(KEPT, JSON.stringify(value));
	} catch {
		// then a reload does not know the name
	}
}

/** The account's name, or ''. */
export const me = () => who?.name ?? '';

export async function signIn(name, password) {
	const reply = await post('/v1/session', {name, password});
	keep({name: reply.name, roles: reply.roles});
}

/** Also when the server is away: then its session ends by itself. */
export async function signOut() {
	keep(null);
	await remove('/v1/session');
}

export const forget = () => keep(null);
