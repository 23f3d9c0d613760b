// act_dialog: an act from the question to what came of it.
//
// fields and effect → (graver ones: typed again) → under way → what failed.
// When nothing failed the dialog is gone, and onDone tells the rest.

import {Problem} from '../shared/api.js';
import {clock} from '../shared/clock.js';
import {el, newId} from '../shared/dom.js';
import {problemWords} from '../shared/problem.js';
import {t} from '../shared/strings.js';
import {ACTS, isPossible, pathOf} from './acts.js';
import {actFields, typedField} from './act_form.js';
import {actions, button, openDialog} from './dialog.js';
import {sendAll} from './sending.js';

const FEW = 5;	// whose effect is shown one by one

export const whom = ({row}) =>
	t('whom', {name: row.name, number: row.candidate});

const isForTwo = job => job.error instanceof Problem &&
	job.error.kind === 'second-person';
const mayTryAgain = job => !(job.error instanceof Problem) ||
	job.error.isPassing;

/**
 * new ActDialog({act: 'extend', entries, zone, given, onRow, onDone}).open()
 * onRow(row) for each that succeeded, onDone(jobs) with those when it is over.
 */
export class ActDialog {
	#act;
	#name;
	#options;
	#entries;
	#left;
	#fields;
	#form;
	#dialog;
	#stop = new AbortController();
	#done = [];

	constructor(options) {
		const can = e => isPossible(options.act, e.row);
		this.#options = options;
		this.#name = options.act;
		this.#act = ACTS[options.act];
		this.#entries = options.entries.filter(can);
		this.#left = options.entries.length - this.#entries.length;
	}

	open() {
		this.#dialog = openDialog({title: this.#title(),
			content: this.#entries.length > 0 ? this.#ask()
				: this.#nobody(),
			onClose: () => this.#end()});
		this.#dialog.element.querySelector(
			'form input, form select, form textarea')?.focus();
	}

	#end() {
		this.#stop.abort();
		clock.removeEventListener('tick', this.#tick);
		if (this.#done.length > 0)
			this.#options.onDone(this.#name, this.#done, this.#form);
	}

	#title() {
		const n = this.#entries.length;
		return t('act.title', {act: t(`act.${this.#name}`),
			whom: n === 1 ? whom(this.#entries[0]) : t('people', {n})});
	}

	#nobody() {
		return [el('p', {}, t('act.nobody')),
			actions(button(t('close'), () => this.#dialog.close(),
				'main'))];
	}

	/* ---- the question ---- */

	#ask() {
		const effect = el('div', {class: 'note effect', id: newId('effect')});
		this.#fields = actFields(this.#act, this.#options.given);
		this.#tick = () => effect.replaceChildren(...this.#effects());
		this.#tick();
		clock.addEventListener('tick', this.#tick);
		return el('form', {novalidate: true, on: {
			input: this.#tick,
			submit: e => {
				e.preventDefault();
				if (this.#fields.isRight())
					this.#go();
			}}},
		this.#fields.elements, effect,
		actions(button(t('cancel'), () => this.#dialog.close()),
			button(t(`act.${this.#name}`), null,
				this.#act.isGrave ? 'danger' : 'main', 'submit')));
	}

	#tick = () => {};

	#effects() {
		const {zone} = this.#options;
		const form = this.#fields.value();
		const line = e => el('li', {},
			this.#entries.length > 1 && `${e.row.name}: `,
			this.#act.effect(e, form, zone, clock.now()));
		const n = this.#entries.length - FEW;

		return [el('h3', {}, t('effect.title')),
			el('ul', {}, this.#entries.slice(0, FEW).map(line),
				n > 0 && el('li', {}, t('effect.others', {n}))),
			this.#left > 0 && el('p', {}, t('effect.left-out',
				{n: this.#left}))].filter(Boolean);
	}

	#go() {
		clock.removeEventListener('tick', this.#tick);
		this.#form = this.#fields.value();
		if (this.#act.isGrave)
			this.#askAgain();
		else
			this.#send(this.#jobs());
	}

	/* What must be typed: the number of the one, or how many they are. */
	#askAgain() {
		const n = this.#entries.length;
		const typed = typedField(n === 1 ? this.#entries[0].row.candidate
			: String(n));
		this.#dialog.turnTo(el('form', {novalidate: true, on: {
			submit: e => {
				e.preventDefault();
				if (typed.isRight())
					this.#send(this.#jobs());
				else
					typed.control.focus();
			}}},
		el('p', {class: 'note bad'}, t('act.again', {n})), typed.element,
		actions(button(t('cancel'), () => this.#dialog.close()),
			button(t(`act.${this.#name}.again`), null, 'danger',
				'submit'))));
		typed.control.focus();
	}

	/* ---- under way ---- */

	#jobs() {
		if (this.#act.proposes && this.#form.minutes > 0)
			return this.#entries.map(e => this.#proposal(e));
		return this.#entries.map(entry => ({entry,
			path: pathOf(this.#name, entry.row.attempt),
			body: this.#act.body(this.#form)}));
	}

	#proposal(entry) {
		const {minutes, reason, words} = this.#form;
		return {entry, path: '/v1/proposals', isProposal: true,
			body: {act: 'reopen', object: String(entry.row.attempt),
				minutes, reason, words}};
	}

	async #send(jobs) {
		const bar = el('progress', {max: jobs.length, value: 0,
			'aria-label': t('act.progress')});
		const words = el('p', {role: 'status'}, t('act.progress'));
		const say = text => { words.textContent = text; };
		let n = 0;

		this.#dialog.turnTo([words, bar, actions(
			button(t('act.stop'), () => this.#stop.abort()))]);
		this.#stop = new AbortController();
		await sendAll(jobs, {signal: this.#stop.signal,
			onWait: () => say(t('act.waits')),
			onDone: job => {
				bar.value = ++n;
				say(t('act.progress.of', {n, all: jobs.length}));
				this.#note(job);
			}});
		if (this.#dialog.element.isConnected)
			this.#tell(jobs);
	}

	#note(job) {
		if (job.error)
			return;
		this.#done.push(job);
		if (job.reply.state && job.reply.clock)
			this.#options.onRow(job.reply);
	}

	/* ---- what came of it ---- */

	#tell(jobs) {
		const failed = jobs.filter(j => j.error || !j.reply);
		if (failed.length === 0)
			this.#dialog.close();
		else
			this.#dialog.turnTo(this.#failures(failed),
				t('act.failed', {n: failed.length}));
	}

	#why(job) {
		return job.error instanceof Problem
			? problemWords(job.error, this.#options.zone)
			: t('act.not-sent');
	}

	#failures(failed) {
		const again = failed.filter(mayTryAgain);
		const two = failed.filter(isForTwo);

		return [this.#done.length > 0 && el('p', {class: 'note good'},
			t('act.done', {n: this.#done.length})),
		el('ul', {class: 'failures'}, failed.map(job => el('li', {},
			el('b', {}, whom(job.entry)), ' ', this.#why(job)))),
		actions(button(t('close'), () => this.#dialog.close()),
			again.length > 0 && button(t('act.try-again',
				{n: again.length}), () => this.#send(again), 'main'),
			two.length > 0 && this.#act.proposes &&
				button(t('act.propose', {n: two.length}),
					() => this.#send(two.map(job =>
						this.#proposal(job.entry))), 'main'))];
	}
}
