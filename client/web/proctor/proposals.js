// proposals: attempts that somebody wants to reopen, and that need a second
// person.  The server does not push them, so they are asked for.

import {get, jitter, newKey, post} from '../shared/api.js';
import {el, fill} from '../shared/dom.js';
import {problemWords} from '../shared/problem.js';
import {t, time} from '../shared/strings.js';
import {actions, button, openDialog} from './dialog.js';

const EVERY_MS = 10_000;

/** Events: 'change' when there are others. */
export class Proposals extends EventTarget {
	open = [];
	#timer = null;
	#key = '';
	#ended = false;

	begin() {
		this.ask();
	}

	end() {
		this.#ended = true;
		clearTimeout(this.#timer);
	}

	async ask() {
		clearTimeout(this.#timer);
		try {
			if (document.visibilityState === 'visible')
				this.#take(await get('/v1/proposals'));
		} catch {
			// The room's own stream tells that the server is away.
		}
		if (!this.#ended)
			this.#timer = setTimeout(() => this.ask(), jitter(EVERY_MS));
	}

	#take({proposals}) {
		this.open = proposals.filter(p => p.act === 'reopen' &&
			p.state === 'open');
		const key = this.open.map(p => p.proposal).join();
		if (key === this.#key)
			return;
		this.#key = key;
		this.dispatchEvent(new Event('change'));
	}
}

/** nameOf(attempt): whom it is about; me: the own account's name. */
export function showProposals(proposals, {nameOf, me, zone}) {
	const list = el('ul', {class: 'proposals'});
	const trouble = el('div', {role: 'alert'});
	const dialog = openDialog({title: t('proposals.title'),
		content: [el('p', {class: 'help'}, t('proposals.help')), trouble,
			list],
		onClose: () => proposals.removeEventListener('change', draw)});

	async function decide(p, how) {
		fill(trouble);
		try {
			await post(`/v1/proposals/${p.proposal}/${how}`, {},
				{key: newKey()});
		} catch (error) {
			fill(trouble, el('p', {class: 'note bad'},
				problemWords(error, zone)));
		}
		proposals.ask();
	}

	function item(p) {
		const isMine = p.by === me;
		return el('li', {class: 'card'},
			el('h3', {}, t('proposals.what', {whom: nameOf(p.object),
				n: p.minutes})),
			el('p', {}, t(`reason.${p.reason}`), ': ', p.words),
			el('p', {class: 'help'}, t('event.by',
				{at: time(p.at, zone), by: p.by})),
			isMine && el('p', {}, t('proposals.mine')),
			actions(button(t('proposals.withdraw'),
				() => decide(p, 'withdraw')),
			!isMine && button(t('proposals.confirm'),
				() => decide(p, 'confirm'), 'main')));
	}

	function draw() {
		fill(list, proposals.open.map(item),
			proposals.open.length === 0 && el('li', {},
				t('proposals.none')));
	}
	draw();
	proposals.addEventListener('change', draw);
	return dialog;
}
