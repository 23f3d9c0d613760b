// wall: for a projector in the room: what everybody may read, and nothing
// about anybody.

import {clock} from '../shared/clock.js';
import {el, fill} from '../shared/dom.js';
import {t, time} from '../shared/strings.js';
import {clearedUpTo, clearUpTo} from './announcements.js';
import {button} from './dialog.js';
import {Room} from './room.js';
import {clockText, phaseText} from './sitting.js';
import {Age} from './news.js';

/** Words for everybody, and the states they stand for. */
const GROUPS = {
	waiting: ['expected', 'checked-in', 'admitted'],
	working: ['opened', 'in-section', 'on-break', 'paused'],
	finished: ['submitted', 'expired', 'terminated'],
};

export class Wall {
	element;
	#sitting;
	#place;
	#room;
	#parts = {};
	#age = new Age();
	#rooms;	// whose wall it is
	#shown = [];
	#cleared = 0;
	#tick = () => this.#fillTime();

	constructor({sitting, rooms, place, onRefused}) {
		this.#sitting = sitting;
		this.#place = place;
		this.#room = new Room(sitting, place.room);
		this.#room.addEventListener('change', () => this.#fillCounts());
		this.#room.addEventListener('announced', () => this.#fillWords());
		this.#room.addEventListener('refused', e => onRefused(e.detail));
		this.#rooms = place.room !== null ? [place.room]
			: rooms.map(r => r.room);
		this.#build(rooms.find(r => r.room === place.room)?.title);
	}

	is({sitting, room}) {
		return sitting === this.#place.sitting &&
			room === this.#place.room;
	}

	setPlace() {}

	open() {
		document.documentElement.classList.add('wall-page');
		this.#room.open();
		clock.addEventListener('tick', this.#tick);
		this.#fillTime();
		this.#fillWords();
	}

	close() {
		document.documentElement.classList.remove('wall-page');
		this.#room.close();
		clock.removeEventListener('tick', this.#tick);
	}

	#build(roomTitle) {
		this.#parts = {
			clock: el('p', {class: 'wall-clock numbers',
				role: 'timer'}),
			zone: el('p', {class: 'wall-zone'}, this.#sitting.zone),
			phase: el('p', {class: 'wall-phase numbers'}),
			counts: el('dl', {class: 'wall-counts'}),
			words: el('div', {class: 'wall-words',
				'aria-live': 'polite'}),
			clear: button(t('wall.clear'), () => this.#clear(),
				'quiet'),
		};
		const {clock: face, zone, phase, counts, words, clear} =
			this.#parts;
		this.element = el('div', {class: 'wall'},
			el('h1', {tabindex: '-1'}, this.#sitting.title,
				roomTitle && ` · ${roomTitle}`),
			el('div', {}, face, zone), phase, words, counts,
			this.#age.element, el('div', {class: 'row wall-tools'}, clear,
				document.fullscreenEnabled && button(t('wall.full'),
					() => document.documentElement
						.requestFullscreen(), 'quiet')));
	}

	#fillTime() {
		this.#parts.clock.textContent = clockText(this.#sitting.zone);
		this.#parts.phase.textContent = phaseText(this.#sitting);
		this.#age.update(this.#room, this.#sitting.zone);
		document.title = `${this.#sitting.title} – ${t('wall')}`;
	}

	#fillCounts() {
		const counts = this.#room.counts();
		const sum = states => states.reduce((n, s) => n + counts[s], 0);

		fill(this.#parts.counts, Object.entries(GROUPS).map(
			([name, states]) => el('div', {},
				el('dt', {}, t(`wall.${name}`)),
				el('dd', {class: 'numbers'}, sum(states)))));
	}

	#clear() {
		this.#cleared = this.#shown[0].announcement;
		clearUpTo(this.#place.sitting, this.#cleared);
		this.#fillWords();
	}

	/* What is said to one room is for its own wall. */
	#fillWords() {
		const {zone} = this.#sitting;
		this.#shown = this.#room.announcements.onWall(this.#rooms,
			Math.max(this.#cleared,
				clearedUpTo(this.#place.sitting)));

		this.#parts.clear.hidden = this.#shown.length === 0;
		fill(this.#parts.words, this.#shown.map(a => el('p', {},
			el('time', {class: 'numbers'}, time(a.at, zone)), ' ',
			a.text)));
	}
}
