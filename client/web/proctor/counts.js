// counts: how many are in each state, which are buttons that show only these;
// and how many need attention.

import {el, fill} from '../shared/dom.js';
import {t} from '../shared/strings.js';
import {STATES} from './order.js';

const chip = (name, press) => {
	const n = el('b', {class: 'numbers'});
	const button = el('button', {type: 'button', class: `chip chip-${name}`,
		'aria-pressed': 'false', on: {click: press}}, n, ' ');
	return {button, n};
};

const put = (node, text) => {
	if (node.textContent !== text)
		node.textContent = text;
};

/** One for each state that somebody is in, and one for attention. */
export class Counts {
	element;
	#room;
	#chips = {};
	#attention;

	constructor(room) {
		this.#room = room;
		this.#attention = chip('attention', () => room.select(
			{onlyAttention: !room.filter.onlyAttention}));
		this.#attention.button.append(t('counts.attention'));
		this.element = el('div', {class: 'counts row', role: 'group',
			'aria-label': t('counts.label')}, this.#attention.button,
		STATES.map(state => this.#stateChip(state)));
	}

	#stateChip(state) {
		const made = chip(state, () => this.#toggle(state));
		made.button.append(t(`state.${state}`));
		this.#chips[state] = made;
		return made.button;
	}

	#toggle(state) {
		const states = new Set(this.#room.filter.states);
		if (!states.delete(state))
			states.add(state);
		this.#room.select({states});
	}

	update() {
		const {states, onlyAttention} = this.#room.filter;
		const counts = this.#room.counts();
		const {all, calling} = this.#room.attention();
		const {button, n} = this.#attention;

		put(n, String(all));
		button.classList.toggle('calls', calling > 0);
		button.setAttribute('aria-pressed', onlyAttention);
		for (const [state, made] of Object.entries(this.#chips)) {
			put(made.n, String(counts[state]));
			made.button.hidden = counts[state] === 0 &&
				!states.has(state);
			made.button.setAttribute('aria-pressed',
				states.has(state));
		}
	}
}

/** The rooms of a sitting, those with most to do first, as buttons. */
export class RoomStrip {
	element;
	#room;
	#titles;
	#key = '';

	constructor(room, titles) {
		this.#room = room;
		this.#titles = titles;
		this.element = el('div', {class: 'rooms row', role: 'group',
			'aria-label': t('rooms.label'), hidden: titles.size < 2});
	}

	#facts() {
		const facts = new Map([...this.#titles].map(([id, title]) =>
			[id, {id, title, n: 0, attention: 0}]));
		for (const {row, kinds} of this.#room.all) {
			const at = facts.get(row.room);
			if (at) {
				at.n++;
				at.attention += kinds?.length > 0;
			}
		}
		return [...facts.values()];
	}

	#button({id, title, n, attention}) {
		const {rooms} = this.#room.filter;
		return el('button', {type: 'button', class: 'chip',
			'aria-pressed': String(rooms.has(id)),
			on: {click: () => {
				const chosen = new Set(rooms);
				if (!chosen.delete(id))
					chosen.add(id);
				this.#room.select({rooms: chosen});
			}}}, title, ' ', el('span', {class: 'help'},
			t('people', {n})),
		attention > 0 && el('span', {class: 'mark'},
			t('rooms.attention', {n: attention})));
	}

	/* Buttons are made anew only when they would be others: a finger may
	 * be on one. */
	update() {
		if (this.element.hidden)
			return;
		const facts = this.#facts();
		const key = JSON.stringify([facts,
			[...this.#room.filter.rooms]]);
		if (key === this.#key)
			return;
		const had = [...this.element.children]
			.indexOf(document.activeElement);
		this.#key = key;
		fill(this.element, facts.map(f => this.#button(f)));
		this.element.children[had]?.focus();
	}
}
