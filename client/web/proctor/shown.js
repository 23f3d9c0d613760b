// shown: of what was told, who has it on the screen.

import {el, fill} from '../shared/dom.js';
import {t, time} from '../shared/strings.js';

const NAMES = 50;	// of those who have not; more nobody reads

const exact = (at, zone) => time(at, zone, {second: '2-digit'});

/** Has a row's candidate been told of something that they have not seen? */
export const isUnseen = ({told, seen}) => told !== null && !(seen >= told);

/**
 * new Shown({told, zone}): told is a Map, attempt → the event that they are to
 * see, or an earlier one that they had not been told of.
 * update(room): false once there is nothing to wait for.
 */
export class Shown {
	element = el('div', {class: 'shown'});
	#told;
	#zone;
	#words = el('span');
	#names = el('ul');
	#missing = el('summary');
	#rest = el('details', {hidden: true}, this.#missing, this.#names);
	#key = '';

	constructor({told, zone}) {
		this.#told = told;
		this.#zone = zone;
		this.element.append(this.#words, this.#rest);
	}

	get words() {
		return this.#words.textContent;
	}

	update(room) {
		const rows = [...this.#told.keys()].map(a => room.entry(a)?.row)
			.filter(Boolean);
		const left = rows.filter(r => !(r.seen >= this.#told.get(r.attempt)));
		this.#words.textContent = this.#told.size === 1
			? this.#ofOne(rows[0], left.length > 0)
			: t('shown.of', {n: rows.length - left.length,
				all: this.#told.size});
		this.#fillMissing(this.#told.size === 1 ? [] : left);
		return left.length > 0;
	}

	#ofOne(row, isLeft) {
		if (!row)
			return '';
		if (isLeft)
			return t(row.connected ? 'shown.not' : 'done.away');
		return t('shown.one', {at: exact(row.seen_at, this.#zone)});
	}

	#fillMissing(rows) {
		const key = rows.map(r => r.attempt).join();
		if (this.#key === key)
			return;
		this.#key = key;
		this.#rest.hidden = rows.length === 0;
		this.#missing.textContent = t('shown.missing', {n: rows.length});
		const more = rows.length - NAMES;
		fill(this.#names, rows.slice(0, NAMES).map(r => el('li', {},
			t('whom', {name: r.name, number: r.candidate}))),
		more > 0 && el('li', {}, t('shown.more', {n: more})));
	}
}

/** Of one event in the record; null: it is not for the candidate's eyes. */
export function eventShown({seen_at: at}, zone) {
	if (at === undefined)
		return null;
	return at === null ? t('shown.pending') : t('shown.at',
		{at: exact(at, zone)});
}

/** Of all that a row's candidate was told. */
export function rowShown(row, zone) {
	if (row.told === null)
		return '–';
	return isUnseen(row) ? t('shown.pending')
		: t('shown.at', {at: exact(row.seen_at, zone)});
}
