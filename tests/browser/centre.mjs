// centre: an examination centre in a real server: staff, banks, sittings that
// are open now, and candidates with their codes.

import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

import {Server} from './server.mjs';

export const PASSWORD = 'correct horse battery';
const WHY = {reason: 'organisation', words: 'for a test of the pages'};
const MINUTE = 60_000;

/** Who works here: proctors anna (a chief where the sitting says so) and
 * paul, the examiner eva, and ben who is everything. */
const STAFF = {
	anna: ['proctor'],
	paul: ['proctor'],
	eva: ['examiner'],
	ben: ['proctor', 'examiner', 'registrar', 'operator'],
};

// Scripts are copied to the build; what they read is in the source.
const source = process.env.EXAM_SOURCE ??
	fileURLToPath(new URL('../..', import.meta.url));

const product = path => JSON.parse(readFileSync(`${source}/${path}`, 'utf8'));

const utc = ms => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z');

/** id: [bank, programme] */
const EXAMS = {
	practice: ['question-banks/practice.bank.json',
		'schedules/practice.programme.json'],
	hand: ['tests/e2e/hand.bank.json', 'tests/e2e/hand.programme.json'],
	ctss: ['question-banks/ctss.bank.json',
		'schedules/ctss.programme.json'],
};

export class Centre {
	/** bin: the folder of the programs. */
	static async open(bin) {
		const centre = new Centre(await new Server(bin).start());
		await centre.#hire();
		return centre;
	}

	constructor(server) {
		this.server = server;
		this.exams = {};
		this.tokens = {};
	}

	close() {
		return this.server.remove();
	}

	async #hire() {
		for (const [name, roles] of Object.entries(STAFF))
			await this.local('POST', '/v1/accounts',
				{name, password: PASSWORD, roles});
	}

	local(method, path, body) {
		return this.server.local(method, path, body);
	}

	/** As one of the staff, over TLS. */
	async as(name, method, path, body) {
		this.tokens[name] ??= (await this.server.ask(
			this.server.staff, null, 'POST', '/v1/session',
			{name, password: PASSWORD})).token;
		return this.server.ask(this.server.staff, this.tokens[name],
			method, path, body);
	}

	/** A bank, approved by two, and its programme; once. */
	async #exam(id) {
		if (this.exams[id])
			return this.exams[id];
		const [bank, programme] = EXAMS[id].map(product);
		const name = {id: bank.id, version: bank.version};
		await this.local('POST', '/v1/banks', bank);
		const {proposal} = await this.local('POST', '/v1/proposals',
			{act: 'approve-bank', object: `${bank.id}@${bank.version}`,
				...WHY});
		await this.as('ben', 'POST', `/v1/proposals/${proposal}/confirm`,
			{});
		await this.local('POST', '/v1/programmes', programme);
		this.exams[id] = {bank: name, programme:
			{id: programme.id, version: programme.version}};
		return this.exams[id];
	}

	/**
	 * A sitting that opened a minute ago, for 'practice', 'hand' (two short
	 * sections on the route upgrade, four on full) or 'ctss'.  more: as in
	 * exam-schedule(5); opens and closes may be minutes from now.
	 */
	async sitting(id, exam, {opens = -1, closes = 480, ...more} = {}) {
		const now = Date.now();
		const at = minutes => utc(now + minutes * MINUTE);
		const sections = exam === 'practice' ? 1 : 2;
		await this.local('POST', '/v1/schedules', {
			format: 'exam-schedule-1',
			sittings: [{
				id, title: id, ...await this.#exam(exam),
				zone: 'UTC', opens: at(opens), closes: at(closes),
				routes: {[sections === 1 ? 'full' : 'upgrade']:
					{sections: Array(sections).fill(
						{minutes: 30,
							navigation: 'free'})}},
				takeover: 'free', check_in: false,
				admission: false, release: 'held',
				practice: false, rules: 'Work alone.', ...more,
			}],
		});
		this.route = sections === 1 ? 'full' : 'upgrade';
		return id;
	}

	/**
	 * Candidates of a sitting; each is {attempt, candidate, name, code}.
	 * people: {number, name?, route?, factor?, room?, seat? …} as the
	 * columns of exam-candidates(5).
	 */
	async enrol(sitting, ...people) {
		const columns = ['number', 'name', 'route', ...new Set(people
			.flatMap(Object.keys)
			.filter(c => !['number', 'name', 'route'].includes(c)))];
		const rows = people.map(p => {
			const row = {name: `Candidate ${p.number}`,
				route: this.route, ...p};
			return columns.map(c => row[c] ?? '').join(',');
		});
		await this.local('POST', `/v1/sittings/${sitting}/candidates`,
			[columns.join(','), ...rows].join('\n') + '\n');
		const {tickets} = await this.local('POST',
			`/v1/sittings/${sitting}/tickets`);
		return people.map(p =>
			tickets.find(t => t.candidate === p.number));
	}

	/** What a proctor does: act(17, 'extend', {minutes: 10}). */
	act(attempt, act, body = {}) {
		const needs = ['admit', 'check-in', 'messages'].includes(act)
			? {}
			: WHY;
		return this.local('POST', `/v1/attempts/${attempt}/${act}`,
			{...needs, ...body});
	}

	/** The attempt with its events, as the record has it. */
	attempt(attempt) {
		return this.local('GET', `/v1/attempts/${attempt}`);
	}
}
