// navigator: all questions of a section, and what has become of each.
import {el, fill} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';
import {isAnswered, partsAnswered} from '../response.js';
import {button} from '../widgets.js';

/** answered, partly, seen or unseen. */
export function stateOf(item, desk) {
	if (isAnswered(item))
		return partsAnswered(item) < item.interactions.length ?
			'partly' : 'answered';
	return desk.wasSeen(item.item) ? 'seen' : 'unseen';
}

const BESIDE_REM = 60; // as in candidate.css
const SIGNS = {answered: '✓', partly: '◐', seen: '', unseen: '·'};

function labelOf(item, place, desk) {
	const words = [t('navigator.item', {n: place}),
		t(`navigator.${stateOf(item, desk)}`)];
	if (item.flagged)
		words.push(t('navigator.flagged'));
	return words.join(', ');
}

function legend() {
	const entry = (state, sign) => el('li', {},
		el('span', {class: `place-mark ${state}`,
			'aria-hidden': 'true'},
			sign), t(`navigator.${state}`));
	return el('ul', {class: 'legend'},
		['answered', 'partly', 'seen', 'unseen']
			.map(state => entry(state, SIGNS[state])),
		entry('flagged', '⚑'));
}

// Beside the question, or above it?
function isBeside() {
	const {fontSize} = getComputedStyle(document.documentElement);
	return innerWidth >= BESIDE_REM * parseFloat(fontSize);
}

export class Navigator {
	#session;
	#places = new Map();
	#details;
	#counts = el('p', {class: 'help', id: 'navigator-counts'});
	root;

	// go(item), review()
	constructor(session, {go, review}) {
		this.#session = session;
		const places = session.paper.items.map((item, i) =>
			this.#place(item, i + 1, go));
		this.#details = el('details', {open: isBeside()},
			el('summary', {}, t('navigator.title'), this.#counts),
			el('ol', {class: 'places'}, places), legend(),
			button(t('review.open'), () => this.#leave(review)));
		this.root = el('nav', {class: 'navigator',
			'aria-label': t('navigator.title')}, this.#details);
	}

	// Where it stands above the question it makes way for it.
	#leave(to) {
		this.#details.open = isBeside();
		to();
	}

	#place(item, n, go) {
		const sign = el('span', {class: 'sign', 'aria-hidden': 'true'});
		const flag = el('span', {class: 'flagged',
			'aria-hidden': 'true'});
		const node = button([el('span', {class: 'numbers'}, n), sign,
			flag],
			() => this.#leave(() =>
				go(this.#session.paper.find(item.item))),
			{class: 'place-button'});
		this.#places.set(item.item, {n, node, sign, flag});
		return el('li', {}, node);
	}

	update(current) {
		const {paper, desk} = this.#session;
		for (const item of paper.items) {
			const place = this.#places.get(item.item);
			const {n, node, sign, flag} = place;
			const state = stateOf(item, desk);
			node.dataset.state = state;
			node.setAttribute('aria-label', labelOf(item, n, desk));
			if (item.item === current?.item)
				node.setAttribute('aria-current', 'true');
			else
				node.removeAttribute('aria-current');
			fill(sign, SIGNS[state]);
			fill(flag, item.flagged ? '⚑' : '');
		}
		fill(this.#counts, t('navigator.counts',
			{n: paper.answered, of: paper.items.length}));
	}
}
