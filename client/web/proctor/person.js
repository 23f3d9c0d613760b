// person: one candidate: how it stands, what can be done, what happened.

import {get, Unreachable} from '../shared/api.js';
import {el, fill, focusOn, newId} from '../shared/dom.js';
import {problemWords} from '../shared/problem.js';
import {countdown, t, time} from '../shared/strings.js';
import {ACTS, isPossible} from './acts.js';
import {canBeSeen} from './attention.js';
import {button} from './dialog.js';
import {kindText} from './row.js';
import {eventShown, rowShown} from './shown.js';
import {entitlement, eventBy, eventReason, eventWords, progress, VIEWS}
	from './timeline.js';

const SETTLE_MS = 1500;	// a candidate who writes changes all the time
const PAGE = 200;	// events shown at first

const exact = (at, zone) => time(at, zone, {second: '2-digit'});

const fact = (name, value) => [el('dt', {}, name), el('dd', {}, value)];

/**
 * new Person({entry, zone, roomTitle, onAct(name), onClose, onSeen})
 * update(entry) when the room changes.
 */
export class Person {
	element;
	#options;
	#entry;
	#events = [];
	#view = 'important';
	#all = false;
	#timer = null;
	#asked = '';	// the row that the timeline was asked for
	#parts = {};
	#gone = new AbortController();

	constructor(options) {
		this.#options = options;
		this.#entry = options.entry;
		this.element = this.#build();
		this.update(options.entry);
	}

	get attempt() {
		return this.#entry.row.attempt;
	}

	focus() {
		focusOn(this.#parts.heading);
	}

	close() {
		clearTimeout(this.#timer);
		this.#gone.abort();
	}

	/* The row without what moves by itself: is there anything new? */
	#stand() {
		const {clock, ...row} = this.#entry.row;
		return JSON.stringify([row, clock.running]);
	}

	update(entry) {
		this.#entry = entry;
		this.#fillNow();
		if (this.#asked === '')
			this.#load();
		else if (this.#stand() !== this.#asked)
			this.#timer ??= setTimeout(() => this.#load(), SETTLE_MS);
	}

	async #load() {
		this.#timer = null;
		this.#asked = this.#stand();
		try {
			const {events} = await get(`/v1/attempts/${this.attempt}`,
				{signal: this.#gone.signal});
			this.#events = events;
			fill(this.#parts.problem);
			this.#fillHistory();
		} catch (error) {
			this.#fail(error);
		}
	}

	#fail(error) {
		if (this.#gone.signal.aborted)
			return;
		fill(this.#parts.problem, el('p', {class: 'note warn'},
			problemWords(error, this.#options.zone)));
		if (error instanceof Unreachable)
			this.#asked = '?';
	}

	/* ---- what there is to see ---- */

	#build() {
		const id = newId('person');
		const part = (tag = 'div', attributes = {}) => el(tag, attributes);

		this.#parts = {heading: el('h2', {id}), marks: part(),
			now: part('dl', {class: 'facts'}), acts: part('div',
				{class: 'row acts'}), problem: part(),
			sections: part(), time: part(), events: part()};
		const {heading, marks, now, acts, problem, sections, time: given,
			events} = this.#parts;
		return el('section', {class: 'person card', 'aria-labelledby': id},
			el('header', {class: 'dialog-head'}, heading,
				button(t('person.close'), this.#options.onClose,
					'quiet')),
			marks, now, acts, problem,
			el('h3', {}, t('person.sections')), sections,
			el('h3', {}, t('person.time')), given,
			el('h3', {}, t('person.events')), this.#viewChoice(), events);
	}

	#viewChoice() {
		const select = el('select', {'aria-label': t('person.view'),
			on: {change: () => {
				this.#view = select.value;
				this.#all = false;
				this.#fillEvents();
			}}},
		Object.keys(VIEWS).map(name => el('option', {value: name},
			t(`view.${name}`))));
		return el('div', {class: 'field'}, select);
	}

	#fillNow() {
		const {row, left, kinds} = this.#entry;
		const {parts, options} = {parts: this.#parts,
			options: this.#options};

		parts.heading.textContent = t('whom', {name: row.name,
			number: row.candidate});
		this.#fillMarks(row, kinds);
		fill(parts.now,
			fact(t('column.state'), t(`state.${row.state}`)),
			fact(t('column.seat'), [options.roomTitle(row.room),
				row.seat ?? '–'].filter(Boolean).join(' ')),
			fact(t('column.route'), t(`route.${row.route}`)),
			fact(t('column.progress'), t('progress.items',
				{n: row.answered, all: row.items})),
			fact(t('column.left'), left === null ? '–'
				: countdown(left)),
			fact(t('column.ends'), row.clock.deadline === null ? '–'
				: exact(row.clock.deadline, options.zone)),
			fact(t('column.saved'), row.last_saved === null ? '–'
				: exact(row.last_saved, options.zone)),
			fact(t('column.shown'), rowShown(row, options.zone)),
			fact(t('column.connection'), t(row.connected
				? 'connection.up' : 'connection.down')));
		this.#fillActs(row);
	}

	#fillMarks(row, kinds) {
		const key = `${kinds} ${row.help}`;
		if (this.#parts.marks.dataset.key === key)
			return;
		this.#parts.marks.dataset.key = key;
		fill(this.#parts.marks, kinds.length > 0 && el('div',
			{class: 'row marks'},
			kinds.map(kind => el('span', {class: `mark mark-${kind}`},
				kindText(kind, row))),
			kinds.some(canBeSeen) && button(t('seen'),
				this.#options.onSeen, 'quiet')));
	}

	/* The buttons stay who they are while they are the same. */
	#fillActs(row) {
		const names = Object.keys(ACTS).filter(n => isPossible(n, row));
		if (this.#parts.acts.dataset.names === names.join())
			return;
		this.#parts.acts.dataset.names = names.join();
		fill(this.#parts.acts, names.map(name => button(t(`act.${name}`),
			() => this.#options.onAct(name),
			ACTS[name].isGrave ? 'danger' : null)));
	}

	#fillHistory() {
		const {zone} = this.#options;
		const sections = progress(this.#events);

		fill(this.#parts.sections, sections.length === 0
			? el('p', {class: 'help'}, t('person.sections.none'))
			: el('ol', {class: 'sections'}, sections.map(s =>
				el('li', {}, t(s.closed ? 'section.was' : 'section.is',
					{section: s.section, n: s.answered,
						from: exact(s.entered, zone),
						to: s.closed ? exact(s.closed, zone)
							: ''})))));
		fill(this.#parts.time, el('ul', {class: 'gifts'},
			entitlement(this.#events).map(g => el('li', {}, g.words,
				el('span', {class: 'help'}, ' ', t('event.by',
					{at: exact(g.at, zone), by: g.by}),
				g.reason && ` – ${g.reason}`)))));
		this.#fillEvents();
	}

	#fillEvents() {
		const events = this.#events.filter(VIEWS[this.#view]).reverse();
		const more = events.length - PAGE;
		const some = this.#all ? events : events.slice(0, PAGE);

		fill(this.#parts.events, el('ol', {class: 'timeline',
			reversed: true}, some.map(e => this.#event(e))),
		more > 0 && !this.#all && button(t('person.more', {n: more}),
			() => {
				this.#all = true;
				this.#fillEvents();
			}));
	}

	#event(e) {
		const reason = eventReason(e);
		const shown = eventShown(e, this.#options.zone);
		return el('li', {class: `event event-${e.kind}`},
			el('time', {datetime: e.at, class: 'numbers'},
				exact(e.at, this.#options.zone)),
			el('div', {}, el('span', {}, eventWords(e)), ' ',
				el('span', {class: 'help'}, eventBy(e), shown &&
					` · ${shown}`),
				reason && el('p', {class: 'reason'}, reason)));
	}
}
