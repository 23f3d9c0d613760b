// list: a grid of thousands of rows, of which only those in sight exist.
//
// The page itself scrolls, so that nothing scrolls inside of anything at 400 %.
// The grid has the keyboard; aria-activedescendant says which row is meant.

import {el, newId} from '../shared/dom.js';

const SPARE = 6;	// rows beyond the edges of the screen

/**
 * new List({
 *	label: 'Candidates', columns: 8, head,  // head: a row of headers
 *	makeRow: () => row,                     // an element, filled by
 *	fillRow: (row, item) => …,
 *	onOpen: item => …, onKey: (event, item) => handled,
 *	onSelect: () => …})
 * An item has `id`.  selected: the ids that are chosen.
 */
export class List {
	selected = new Set();
	element;
	#options;
	#body;
	#items = [];
	#rows = new Map();	// by id, those that exist
	#free = [];
	#active = null;		// id of the row the keyboard is on
	#anchor = null;		// where a range of chosen ones began
	#height = 56;
	#frame = null;
	#watch;

	constructor(options) {
		this.#options = options;
		this.#body = el('div', {class: 'list-body', role: 'rowgroup'});
		this.element = el('div', {class: 'list', role: 'grid',
			tabindex: '0', 'aria-label': options.label,
			'aria-multiselectable': 'true',
			'aria-colcount': options.columns,
			on: {keydown: e => this.#key(e)}},
		options.head, this.#body);
		this.#watch = new ResizeObserver(() => this.#measure());
	}

	/** Once it is on the page. */
	open() {
		const redraw = () => this.redraw();
		addEventListener('scroll', redraw, {passive: true});
		addEventListener('resize', redraw);
		this.#watch.observe(this.element);
		this.close = () => {
			removeEventListener('scroll', redraw);
			removeEventListener('resize', redraw);
			this.#watch.disconnect();
		};
	}

	close() {}

	setItems(items) {
		this.#items = items;
		this.element.setAttribute('aria-rowcount', items.length + 1);
		this.#draw();
	}

	get active() {
		return this.#items.find(i => i.id === this.#active) ?? null;
	}

	/** The keyboard comes back to the row where it was. */
	focus() {
		this.element.focus({preventScroll: true});
		if (this.#active !== null)
			this.activate(this.#active);
	}

	/** The keyboard goes to this row. */
	activate(id) {
		const index = this.#index(id);
		if (index < 0)
			return;
		this.#active = id;
		this.#reveal(index);
		this.#draw();
	}

	selectAll() {
		this.#choose(this.#items.map(i => i.id), true);
	}

	clear() {
		this.selected.clear();
		this.#told();
	}

	redraw() {
		this.#frame ??= requestAnimationFrame(() => this.#draw());
	}

	#index(id) {
		return this.#items.findIndex(i => i.id === id);
	}

	/* The height of a row is a matter of style and text size. */
	#measure() {
		const probe = this.#options.makeRow();
		probe.classList.add('list-probe');
		this.#body.append(probe);
		this.#height = Math.max(1, probe.offsetHeight);
		probe.remove();
		this.redraw();
	}

	/* ---- what exists ---- */

	#inSight() {
		const top = -this.#body.getBoundingClientRect().top;
		const first = Math.floor(top / this.#height) - SPARE;
		const n = Math.ceil(innerHeight / this.#height) + 2 * SPARE;
		const from = Math.max(0, Math.min(first, this.#items.length));
		return [from, Math.min(this.#items.length, Math.max(0, first + n))];
	}

	#draw() {
		cancelAnimationFrame(this.#frame);
		this.#frame = null;
		this.#body.style.blockSize =
			`${this.#height * this.#items.length}px`;
		const [from, to] = this.#inSight();
		const needed = this.#items.slice(from, to);
		this.#retire(new Set(needed.map(i => i.id)));
		let last = null;
		needed.forEach((item, i) => {
			last = this.#show(item, from + i, last);
		});
		this.#pointAtActive();
	}

	#retire(needed) {
		for (const [id, row] of this.#rows)
			if (!needed.has(id)) {
				this.#rows.delete(id);
				this.#free.push(row);
				row.remove();
			}
	}

	#obtain(item) {
		const row = this.#free.pop() ?? this.#newRow();
		this.#rows.set(item.id, row);
		return row;
	}

	/* Behind the row before it: who reads along hears them in order. */
	#show(item, index, before) {
		const row = this.#rows.get(item.id) ?? this.#obtain(item);
		const isActive = item.id === this.#active;
		row.dataset.id = item.id;
		row.setAttribute('aria-rowindex', index + 2);
		row.setAttribute('aria-selected', this.selected.has(item.id));
		row.classList.toggle('active', isActive);
		row.style.transform = `translateY(${index * this.#height}px)`;
		this.#options.fillRow(row, item, this.selected.has(item.id));
		if (!row.isConnected || row.previousSibling !== before)
			this.#body.insertBefore(row, before === null
				? this.#body.firstChild : before.nextSibling);
		return row;
	}

	#newRow() {
		const row = this.#options.makeRow();
		row.id = newId('row');
		row.addEventListener('click', e => this.#click(e, row));
		return row;
	}

	#pointAtActive() {
		const row = this.#rows.get(this.#active);
		if (row)
			this.element.setAttribute('aria-activedescendant', row.id);
		else
			this.element.removeAttribute('aria-activedescendant');
	}

	/* ---- choosing ---- */

	#choose(ids, chosen) {
		for (const id of ids)
			chosen ? this.selected.add(id) : this.selected.delete(id);
		this.#told();
	}

	#told() {
		this.#options.onSelect();
		this.#draw();
	}

	#toggle(id) {
		this.#anchor = id;
		this.#choose([id], !this.selected.has(id));
	}

	#chooseTo(id) {
		const a = Math.max(0, this.#index(this.#anchor ?? id));
		const b = this.#index(id);
		this.#choose(this.#items.slice(Math.min(a, b),
			Math.max(a, b) + 1).map(i => i.id), true);
	}

	#click(event, row) {
		const item = this.#items[this.#index(Number(row.dataset.id))];
		if (!item)
			return;
		this.#active = item.id;
		if (event.shiftKey)
			this.#chooseTo(item.id);
		else if (event.ctrlKey || event.metaKey ||
		    event.target.closest('[data-choose]'))
			this.#toggle(item.id);
		else
			this.#options.onOpen(item);
		this.#draw();
	}

	/* ---- the keyboard ---- */

	#key(event) {
		if (event.target !== this.element)
			return;
		if (this.#move(event) || this.#act(event) ||
		    this.#options.onKey(event, this.active))
			event.preventDefault();
	}

	#goal(event) {
		const at = this.#index(this.#active);
		const page = Math.max(1,
			Math.floor(innerHeight / this.#height / 2));
		const last = this.#items.length - 1;
		const goals = {ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1,
			PageDown: at + page, PageUp: at - page, Home: 0, End: last};
		const goal = goals[event.key];
		return goal === undefined || last < 0 ? -1
			: Math.max(0, Math.min(last, goal));
	}

	#move(event) {
		if (event.ctrlKey || event.metaKey || event.altKey)
			return false;
		const goal = this.#goal(event);
		if (goal < 0)
			return false;
		if (event.shiftKey)
			this.#anchor ??= this.#active;
		else
			this.#anchor = null;
		this.activate(this.#items[goal].id);
		if (event.shiftKey)
			this.#chooseTo(this.#active);
		return true;
	}

	#act(event) {
		const item = this.active;
		if (event.key === 'a' && (event.ctrlKey || event.metaKey))
			this.selectAll();
		else if (event.key === ' ' && item)
			this.#toggle(item.id);
		else if (event.key === 'Enter' && item)
			this.#options.onOpen(item);
		else
			return false;
		return true;
	}

	/* Behind what sticks to the edges nothing is seen. */
	#reveal(index) {
		if (this.element.offsetParent === null)
			return;
		const style = getComputedStyle(document.documentElement);
		const above = parseFloat(style.scrollPaddingTop) || 0;
		const top = this.#body.getBoundingClientRect().top +
			index * this.#height;
		const below = top + this.#height + this.#height - innerHeight;
		if (top < above)
			scrollBy({top: top - above});
		else if (below > 0)
			scrollBy({top: below});
	}
}
