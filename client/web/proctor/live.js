// live: the room, live: counts, list, acts, and one candidate beside it.

import {clock} from '../shared/clock.js';
import {announce, el, fill} from '../shared/dom.js';
import {t} from '../shared/strings.js';
import {ActDialog} from './act_dialog.js';
import {CLOSED} from './attention.js';
import {openBroadcast} from './broadcast.js';
import {Counts, RoomStrip} from './counts.js';
import {button} from './dialog.js';
import {actOfKey, showKeys} from './keys.js';
import {List} from './list.js';
import {Age, LastAct} from './news.js';
import {Person} from './person.js';
import {go, placeHash} from './place.js';
import {Proposals, showProposals} from './proposals.js';
import {Room} from './room.js';
import {fillRow, kindText, makeHead, makeRow, markSort, N_COLUMNS}
	from './row.js';
import {me} from './session.js';
import {clockText, phaseText} from './sitting.js';
import {showTickets} from './tickets.js';
import {chooseAct, Chosen, Search} from './tools.js';

const FEW = 3;	// that newly call and are named

export class Live {
	element;
	#sitting;
	#place;
	#titles;	// of the rooms of this account: ident → title
	#room;
	#list;
	#head;
	#counts;
	#strip;
	#search;
	#chosen;
	#news;
	#age = new Age();
	#proposals = new Proposals();
	#person = null;
	#parts = {};
	#tick = () => this.#fillTime();

	/** sitting: of the calendar; rooms: those of this account, as the server
	 * lists them; onRefused(problem) when the room may not be seen any more. */
	constructor({sitting, rooms, place, onRefused}) {
		this.#sitting = sitting;
		this.#place = place;
		this.#titles = new Map(rooms.map(r => [r.room, r.title]));
		this.#room = new Room(sitting, place.room);
		this.#room.addEventListener('change', () => this.#update());
		this.#room.addEventListener('status', () => this.#update());
		this.#room.addEventListener('calls', e => this.#call(e.detail));
		this.#room.addEventListener('rooms', e => e.detail.forEach(r =>
			this.#titles.set(r.room, r.title)));
		this.#room.addEventListener('refused',
			e => onRefused(e.detail));
		this.#build();
	}

	open() {
		this.#list.open();
		this.#room.open();
		this.#proposals.begin();
		clock.addEventListener('tick', this.#tick);
		this.#fillTime();
		this.#showPerson();
	}

	close() {
		this.#list.close();
		this.#room.close();
		this.#proposals.end();
		this.#person?.close();
		clock.removeEventListener('tick', this.#tick);
	}

	/** The same room, perhaps with another candidate beside it. */
	setPlace(place) {
		this.#place = place;
		this.#showPerson();
	}

	is({sitting, room}) {
		return sitting === this.#place.sitting &&
			room === this.#place.room;
	}

	/* ---- what it is made of ---- */

	#build() {
		const room = this.#room;

		this.#counts = new Counts(room);
		this.#strip = new RoomStrip(room, this.#place.room === null
			? this.#titles : new Map());
		this.#search = new Search(room);
		this.#news = new LastAct(this.#sitting.zone, (act, attempts) =>
			this.#act(act, this.#entries(attempts)));
		this.#buildList();
		this.#chosen = new Chosen({onAll: () => this.#list.selectAll(),
			onClear: () => this.#list.clear(),
			onAct: name => this.#act(name, this.#selection()),
			onChoose: () => this.#chooseAct()});
		this.#proposals.addEventListener('change',
			() => this.#fillProposals());
		this.#parts.aside = el('div', {class: 'aside'});
		this.element = el('div', {class: 'live'}, this.#title(),
			this.#age.element, this.#news.element,
			el('div', {class: 'live-columns'},
				el('div', {class: 'live-main'}, this.#strip.element,
					this.#counts.element, this.#search.element,
					this.#chosen.element, this.#list.element,
					this.#empty()),
				this.#parts.aside));
		this.#fillProposals();
	}

	#empty() {
		this.#parts.empty = el('div', {class: 'empty', hidden: true},
			el('p', {}, t('empty')),
			button(t('show-all'), () => this.#room.showAll()));
		return this.#parts.empty;
	}

	#title() {
		const roomTitle = this.#titles.get(this.#place.room);
		this.#parts.clock = el('time', {class: 'clock numbers'});
		this.#parts.phase = el('span', {class: 'numbers'});
		this.#parts.proposals = button('', () => this.#showProposals());
		return el('header', {class: 'live-head'},
			el('div', {}, el('h1', {tabindex: '-1'}, this.#sitting.title,
				roomTitle && ` · ${roomTitle}`),
			el('p', {class: 'help'}, this.#parts.clock, ' ',
				this.#sitting.zone, ' · ', this.#parts.phase)),
			el('div', {class: 'row'}, this.#parts.proposals,
				button(t('broadcast'), () => this.#broadcast()),
				el('a', {class: 'button', target: '_blank',
					href: placeHash({view: 'wall',
						sitting: this.#place.sitting,
						room: this.#place.room})}, t('wall')),
				button(t('keys'), showKeys)));
	}

	#buildList() {
		const facts = {rooms: this.#titles, zone: this.#sitting.zone};
		this.#head = makeHead(by => this.#sortBy(by));
		this.#list = new List({label: t('list.label'), columns: N_COLUMNS,
			head: this.#head, makeRow,
			fillRow: (row, item, isChosen) =>
				fillRow(row, item.entry, isChosen, facts),
			onOpen: item => this.#open(item.id),
			onKey: (event, item) => this.#key(event, item),
			onSelect: () => this.#updateChosen()});
	}

	#sortBy(by) {
		const {filter} = this.#room;
		this.#room.select({by, down: filter.by === by && !filter.down});
	}

	/* ---- what changes ---- */

	#update() {
		const {shown, filter, size} = this.#room;

		this.#list.setItems(shown.map(entry =>
			({id: entry.row.attempt, entry})));
		for (const id of this.#list.selected)
			if (!this.#room.entry(id))
				this.#list.selected.delete(id);
		this.#parts.empty.hidden = shown.length > 0 || size === 0;
		markSort(this.#head, filter);
		this.#counts.update();
		this.#strip.update();
		this.#search.update();
		this.#updateChosen();
		this.#updatePerson();
		this.#news.update(this.#room);
		this.#fillTime();
	}

	#updateChosen() {
		this.#chosen.update({shown: this.#room.shown.length,
			size: this.#room.size,
			chosen: this.#entries(this.#list.selected)});
	}

	#fillTime() {
		const {calling} = this.#room.attention();
		const title = `${this.#sitting.title} – ${t('page.title')}`;

		this.#parts.clock.textContent = clockText(this.#sitting.zone);
		this.#parts.phase.textContent = phaseText(this.#sitting);
		this.#age.update(this.#room, this.#sitting.zone);
		document.title = calling > 0 ? `(${calling}) ${title}` : title;
	}

	/** Who newly calls is said aloud, but not a whole room. */
	#call(entries) {
		const words = entries.length > FEW
			? t('call.many', {n: entries.length})
			: entries.map(({row, kinds}) => `${row.name}: ${
				kindText(kinds[0], row)}`).join('. ');
		announce(words);
	}

	/* ---- one candidate ---- */

	#open(attempt) {
		go({...this.#place, attempt});
	}

	#closePerson() {
		go({...this.#place, attempt: null});
	}

	#showPerson() {
		const {attempt} = this.#place;
		const isBack = this.#person !== null && attempt === null;
		if (this.#person && this.#person.attempt !== attempt) {
			this.#person.close();
			this.#person = null;
		}
		this.element.classList.toggle('has-person', attempt !== null);
		if (attempt === null)
			fill(this.#parts.aside);
		if (isBack)
			this.#list.focus();
		this.#updatePerson();
	}

	#updatePerson() {
		const entry = this.#room.entry(this.#place.attempt);
		if (this.#place.attempt === null || !entry?.kinds)
			return;
		if (this.#person) {
			this.#person.update(entry);
			return;
		}
		this.#person = new Person({entry, zone: this.#sitting.zone,
			roomTitle: room => this.#titles.get(room) ?? room,
			onAct: name => this.#act(name,
				this.#entries([this.#person.attempt])),
			onSeen: () => this.#room.markSeen([this.#person.attempt]),
			onClose: () => this.#closePerson()});
		fill(this.#parts.aside, this.#person.element);
		this.#list.activate(entry.row.attempt);
		this.#person.focus();
	}

	/* ---- acts ---- */

	#entries(attempts) {
		return [...attempts].map(a => this.#room.entry(a))
			.filter(e => e?.kinds);
	}

	/* What is chosen, or else where the keyboard is. */
	#selection() {
		const {selected, active} = this.#list;
		return this.#entries(selected.size > 0 ? selected
			: active ? [active.id] : []);
	}

	#act(act, entries) {
		if (entries.length === 0)
			return;
		new ActDialog({act, entries, zone: this.#sitting.zone,
			onRow: row => this.#room.takeRow(row),
			onDone: (name, jobs) => this.#done(name, jobs)}).open();
	}

	#done(act, jobs) {
		if (act === 'ticket')
			showTickets(jobs.map(j => j.reply));
		else
			this.#news.show(act, jobs);
		this.#news.update(this.#room);
		this.#proposals.ask();
	}

	#chooseAct() {
		const entries = this.#selection();
		if (entries.length > 0)
			chooseAct(entries, name => this.#act(name, entries));
	}

	#broadcast() {
		const rooms = this.#place.room === null ? this.#titles
			: new Map([[this.#place.room,
				this.#titles.get(this.#place.room)]]);
		openBroadcast({sitting: this.#place.sitting, rooms,
			room: this.#place.room, zone: this.#sitting.zone,
			onDone: (reply, room) => this.#announced(reply, room)});
	}

	/* To see it is to have seen more than the announcement's own event. */
	#announced({sent, announcement}, room) {
		const to = this.#room.all.filter(({row}) => !CLOSED.has(row.state) &&
			(room === null || row.room === room));
		this.#news.say(t('broadcast.sent', {n: sent}), {told: new Map(
			to.map(({row}) => [row.attempt, announcement + 1]))});
		this.#news.update(this.#room);
	}

	/* ---- proposals ---- */

	#fillProposals() {
		const n = this.#proposals.open.length;
		this.#parts.proposals.textContent = t('proposals', {n});
		this.#parts.proposals.hidden = n === 0;
	}

	#showProposals() {
		const nameOf = attempt => {
			const entry = this.#room.entry(Number(attempt));
			return entry ? t('whom', {name: entry.row.name,
				number: entry.row.candidate})
				: t('whom.attempt', {attempt});
		};
		showProposals(this.#proposals, {nameOf, me: me(),
			zone: this.#sitting.zone});
	}

	/* ---- the keyboard in the list ---- */

	#key(event, item) {
		if (event.ctrlKey || event.metaKey || event.altKey)
			return false;
		const act = actOfKey(event.key);
		const keys = {
			'/': () => this.#search.focus(),
			'?': showKeys,
			'!': () => this.#room.select({onlyAttention:
				!this.#room.filter.onlyAttention}),
			b: () => this.#broadcast(),
			s: () => this.#room.markSeen(
				this.#selection().map(e => e.row.attempt)),
			Escape: () => this.#escape(),
		};
		if (act !== null && (item || this.#list.selected.size > 0))
			this.#act(act, this.#selection());
		else if (event.key in keys)
			keys[event.key]();
		else
			return false;
		return true;
	}

	#escape() {
		if (this.#list.selected.size > 0)
			this.#list.clear();
		else if (this.#place.attempt !== null)
			this.#closePerson();
	}
}
