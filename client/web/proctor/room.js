// room: what is known of a sitting's candidates, kept right by the stream.
//
// Events: 'change' when something that is shown may be other, at most a few
// times a second; 'calls' (detail: entries) when somebody newly calls;
// 'status' when the line is lost or found; 'rooms' (detail: those of this
// account, which may be others); 'announced'; 'refused' (detail: problem).

import {get, Problem} from '../shared/api.js';
import {clock} from '../shared/clock.js';
import {Events} from '../shared/events.js';
import {t} from '../shared/strings.js';
import {Announcements} from './announcements.js';
import {attention, calls, rank, seenOf} from './attention.js';
import {arrange, searchText, settle, STATES} from './order.js';

const GATHER_MS = 100;		// changes that are shown together
const RETURN_MS = 10_000;	// for everybody to be back after an outage

const noFilter = () => ({states: new Set(), rooms: new Set(),
	onlyAttention: false, search: '', by: 'attention', down: false});

export class Room extends EventTarget {
	sitting;
	name;		// of the one room; null: all that may be seen
	filter = noFilter();
	shown = [];	// entries in the order of the screen
	heardAt = null;	// server's ms of what is shown
	isLive = false;
	announcements = new Announcements();
	#entries = new Map();	// by attempt
	#seen;
	#stream;
	#timer = null;
	#unsettled = true;
	#tick = () => this.#later();

	/** sitting: as in the calendar. */
	constructor(sitting, name) {
		super();
		this.sitting = sitting;
		this.name = name;
		this.#seen = loadSeen(sitting.sitting);
		this.#stream = new Events(this.#streamPath(), {
			probe: () => this.#askWhetherMine(),
			on: {room: event => this.#take(event),
				announcement: event => this.#hear(event)},
			onStatus: status => this.#setLive(status === 'open'),
			onRefused: problem => this.#tell('refused', problem),
		});
	}

	#path(what) {
		return `/v1/sittings/${encodeURIComponent(
			this.sitting.sitting)}/${what}`;
	}

	#streamPath() {
		return this.#path('events') + (this.name === null ? ''
			: `?room=${encodeURIComponent(this.name)}`);
	}

	/* A browser does not tell why a stream was refused. */
	async #askWhetherMine() {
		const {rooms} = await get(this.#path('rooms'));
		const mine = rooms.filter(r => r.mine);
		const isMine = this.name !== null
			? mine.some(r => r.room === this.name)
			: rooms.length === 0 || mine.length > 0;
		if (!isMine)
			throw new Problem(403, {detail: t('room.not-mine')}, 0);
		this.#tell('rooms', mine);
	}

	open() {
		this.#stream.open();
		clock.addEventListener('tick', this.#tick);
	}

	close() {
		this.#stream.close();
		clearTimeout(this.#timer);
		clock.removeEventListener('tick', this.#tick);
	}

	get size() {
		return this.#entries.size;
	}

	get all() {
		return [...this.#entries.values()];
	}

	entry(attempt) {
		return this.#entries.get(attempt) ?? null;
	}

	/** How many are in each state: {'expected': 3, …}, all of them. */
	counts() {
		const counts = Object.fromEntries(STATES.map(s => [s, 0]));
		for (const e of this.#entries.values())
			counts[e.row.state]++;
		return counts;
	}

	/** How many need attention, and how many of them call. */
	attention() {
		let all = 0, calling = 0;
		for (const {kinds} of this.#entries.values()) {
			all += kinds?.length > 0;
			calling += calls(kinds ?? []);
		}
		return {all, calling};
	}

	/** Show others, or in another order. */
	select(change) {
		Object.assign(this.filter, change);
		this.#refresh();
	}

	showAll() {
		const {by, down} = this.filter;
		this.select({...noFilter(), by, down});
	}

	/** What the proctor has looked at calls no more, until there is more. */
	markSeen(attempts) {
		for (const attempt of attempts) {
			const e = this.#entries.get(attempt);
			if (e)
				this.#seen[attempt] = seenOf(e.row);
		}
		keepSeen(this.sitting.sitting, this.#seen);
		this.#refresh();
	}

	/** A row that an act was answered with. */
	takeRow(row) {
		if (this.#entries.has(row.attempt)) {
			this.#put(row, clock.now());
			this.#later();
		}
	}

	#take({all, rows, gone, server_time: at}) {
		const before = this.#entries;
		const isReturn = all && before.size > 0;
		this.heardAt = Date.parse(at);
		if (all) {
			this.#entries = new Map();
			this.#unsettled = true;
		}
		for (const attempt of gone ?? [])
			this.#entries.delete(attempt);
		for (const row of rows)
			this.#put(row, this.heardAt, isReturn, before);
		this.#later();
	}

	#hear(announcement) {
		this.announcements.take(announcement);
		this.#tell('announced');
	}

	#put(row, heard, isReturn = false, before = this.#entries) {
		const known = before.get(row.attempt);
		const grace = isReturn && known?.row.connected
			? heard + RETURN_MS : known?.grace ?? 0;
		const moved = known === undefined || known.row.room !== row.room ||
			known.row.seat !== row.seat;
		this.#unsettled ||= moved;
		this.#entries.set(row.attempt, {bySeat: Infinity,
			byName: Infinity, byNumber: Infinity, ...known, row, heard,
			grace, kinds: known?.kinds ?? null,
			text: moved ? searchText(row) : known.text});
	}

	#setLive(isLive) {
		this.isLive = isLive;
		this.#tell('status');
		this.#later();
	}

	#tell(name, detail) {
		this.dispatchEvent(new CustomEvent(name, {detail}));
	}

	#later() {
		this.#timer ??= setTimeout(() => {
			this.#timer = null;
			this.#refresh();
		}, GATHER_MS);
	}

	#judge(entry, facts) {
		const {row} = entry;
		entry.left = row.clock.remaining_ms === null ? null
			: clock.remaining(row.clock, entry.heard);
		const kinds = attention(row, {...facts, left: entry.left,
			grace: entry.grace, seen: this.#seen[row.attempt]});
		const isNew = !calls(entry.kinds ?? []) && calls(kinds);
		const wasKnown = entry.kinds !== null;
		if (rank(entry.kinds ?? []) !== rank(kinds))
			entry.since = facts.now;
		entry.kinds = kinds;
		entry.rank = rank(kinds);
		return isNew && wasKnown;
	}

	#refresh() {
		const facts = {now: clock.now(),
			opens: Date.parse(this.sitting.opens),
			closes: Date.parse(this.sitting.closes)};
		const entries = this.all;
		const calling = entries.filter(e => this.#judge(e, facts));

		if (this.#unsettled)
			settle(entries);
		this.#unsettled = false;
		this.shown = arrange(entries, this.filter);
		if (calling.length > 0)
			this.#tell('calls', calling);
		this.#tell('change');
	}
}

const seenName = sitting => `exam.seen.${sitting}`;

function loadSeen(sitting) {
	try {
		return JSON.parse(sessionStorage.getItem(seenName(sitting))) ?? {};
	} catch {
		return {};
	}
}

function keepSeen(sitting, seen) {
	try {
		sessionStorage.setItem(seenName(sitting), JSON.stringify(seen));
	} catch {
		// then it is asked again after a reload
	}
}
