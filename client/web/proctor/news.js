// news: the line that says what was done last, and how to take it back; and
// the one that says that the room is not live.

import {clock} from '../shared/clock.js';
import {announce, el, fill} from '../shared/dom.js';
import {countdown, t, time} from '../shared/strings.js';
import {ACTS} from './acts.js';
import {whom} from './act_dialog.js';
import {button} from './dialog.js';
import {Shown} from './shown.js';

function whatWasDone(act, jobs) {
	const n = jobs.length;
	const who = n === 1 ? whom(jobs[0].entry) : t('people', {n});
	const name = jobs[0].isProposal ? 'propose' : act;
	return t('done', {act: t(`act.${name}`), whom: who});
}

/* What the server says the end is now. */
function whatCameOfIt(act, jobs, zone) {
	const [{reply}] = jobs;
	if (jobs.length > 1 || !reply.clock || ACTS[act].isQuiet)
		return '';
	const end = ACTS[act].movesEnd && reply.clock.deadline;
	return end ? t('done.end', {at: time(end, zone, {second: '2-digit'})})
		: '';
}

/* Attempts and the events that their candidates are to see. */
const toldBy = (act, jobs) => new Map(ACTS[act].isQuiet ? []
	: jobs.filter(j => j.reply.told).map(({reply}) =>
		[reply.attempt, reply.told]));

/** onUndo(act, entries) */
export class LastAct {
	element = el('div', {class: 'last-act', hidden: true});
	#zone;
	#onUndo;
	#shown = null;	// who has seen it, until all have

	constructor(zone, onUndo) {
		this.#zone = zone;
		this.#onUndo = onUndo;
	}

	/** told: attempt → the event that they are to see; none: nobody is. */
	say(words, {told = new Map(), buttons} = {}) {
		this.#shown = told.size > 0 ? new Shown({told, zone: this.#zone})
			: null;
		this.element.hidden = false;
		fill(this.element, el('div', {class: 'note good row'},
			el('div', {class: 'grow'}, el('span', {}, words),
				this.#shown?.element), buttons,
			button(t('dismiss'), () => this.#dismiss(), 'quiet')));
		announce(words);
	}

	/** The room is other: perhaps somebody has seen it. */
	update(room) {
		if (this.#shown === null || this.#shown.update(room))
			return;
		announce(this.#shown.words);
		this.#shown = null;
	}

	#dismiss() {
		this.#shown = null;
		this.element.hidden = true;
	}

	show(act, jobs) {
		const {undo} = ACTS[act];
		const words = [whatWasDone(act, jobs),
			whatCameOfIt(act, jobs, this.#zone)].filter(Boolean).join(' ');

		this.say(words, {told: toldBy(act, jobs), buttons: undo &&
			button(t('undo', {act: t(`act.${undo}`)}), () => {
				this.#dismiss();
				this.#onUndo(undo, jobs.map(j => j.entry.row.attempt));
			})});
	}
}

/** Empty while the room is live; else how old it is. */
export class Age {
	element = el('div', {role: 'status'});
	#words = el('span', {class: 'numbers', 'aria-hidden': 'true'});
	#isShown = false;

	update({isLive, heardAt}, zone) {
		const isOld = !isLive && heardAt !== null;
		if (isOld)
			this.#words.textContent = t('age',
				{time: countdown(clock.now() - heardAt)});
		if (isOld === this.#isShown)
			return;
		this.#isShown = isOld;
		fill(this.element, isOld && el('p', {class: 'note warn'},
			t('away', {at: time(heardAt, zone, {second: '2-digit'})}),
			' ', this.#words));
	}
}
