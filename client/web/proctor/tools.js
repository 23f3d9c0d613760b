// tools: what is above the list: search, order, what is chosen, and the acts
// on it.

import {el, fill, newId} from '../shared/dom.js';
import {t} from '../shared/strings.js';
import {ACTS, possibleActs} from './acts.js';
import {button, openDialog} from './dialog.js';
import {sortChoices} from './row.js';

/** Search and order.  update() follows the room's filter. */
export class Search {
	element;
	#room;
	#input;
	#sort;

	constructor(room) {
		const id = newId('search'), sortId = newId('sort');

		this.#room = room;
		this.#input = el('input', {type: 'search', id,
			placeholder: t('search.hint'), autocomplete: 'off',
			spellcheck: 'false',
			on: {input: e => room.select({search: e.target.value})}});
		this.#sort = el('select', {id: sortId,
			on: {change: e => room.select({by: e.target.value,
				down: false})}},
		sortChoices().map(([value, text]) => el('option', {value},
			text)));
		this.element = el('div', {class: 'row search', role: 'search'},
			el('label', {for: id}, t('search')), this.#input,
			el('label', {for: sortId}, t('sort')), this.#sort);
	}

	focus() {
		this.#input.focus();
		this.#input.select();
	}

	update() {
		const {search, by} = this.#room.filter;
		if (this.#input.value !== search)
			this.#input.value = search;
		if (this.#sort.value !== by)
			this.#sort.value = by;
	}
}

/** Which acts are possible, as a dialog. */
export function chooseAct(entries, onAct) {
	const names = possibleActs(entries.map(e => e.row));
	const dialog = openDialog({title: t('people.act', {n: entries.length}),
		content: names.length === 0 ? el('p', {}, t('act.nobody'))
			: el('div', {class: 'acts stack'}, names.map(name =>
				button([t(`act.${name}`), ' ', el('kbd',
					{'aria-hidden': 'true'}, ACTS[name].key)],
				() => {
					dialog.close();
					onAct(name);
				}, ACTS[name].isGrave ? 'danger' : null)))});
}

/**
 * new Chosen({onAll, onClear, onAct(name), onChoose}); update({shown, size,
 * chosen: entries}).
 */
export class Chosen {
	element;
	#options;
	#words;
	#all;
	#some;
	#acts;
	#key = '';

	constructor(options) {
		this.#options = options;
		this.#words = el('span', {role: 'status', class: 'grow'});
		this.#all = button('', options.onAll, 'quiet');
		this.#some = [
			button(t('choose.clear'), options.onClear, 'quiet'),
			button(t('act.choose'), options.onChoose,
				'main narrow-only')];
		this.#acts = el('div', {class: 'row acts wide-only'});
		this.element = el('div', {class: 'chosen'},
			el('div', {class: 'row'}, this.#words, this.#all,
				this.#some), this.#acts);
	}

	update({shown, size, chosen}) {
		const n = chosen.length;
		const names = possibleActs(chosen.map(e => e.row));
		const key = `${shown} ${size} ${n} ${names}`;

		if (key === this.#key)
			return;
		this.#key = key;
		this.#words.textContent = n > 0 ? t('chosen', {n})
			: t('shown', {n: shown, all: size});
		this.#all.textContent = t('choose.all', {n: shown});
		this.#all.hidden = shown === 0 || n >= shown;
		for (const b of this.#some)
			b.hidden = n === 0;
		this.#fillActs(names);
		this.element.classList.toggle('some', n > 0);
	}

	#fillActs(names) {
		if (this.#acts.dataset.names === names.join())
			return;
		this.#acts.dataset.names = names.join();
		fill(this.#acts, names.map(name => button(t(`act.${name}`),
			() => this.#options.onAct(name),
			ACTS[name].isGrave ? 'danger' : null)));
	}
}
