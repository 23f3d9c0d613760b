// item: one question on the screen.
import {el, fill} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';
import {exhibitNodes} from '../exhibits.js';
import {canHighlight, markSelection, showMarks} from '../highlight.js';
import {choiceControl} from '../kinds/choice.js';
import {extendedControl} from '../kinds/extended.js';
import {inlineControl} from '../kinds/inline.js';
import {matchControl} from '../kinds/match.js';
import {orderControl} from '../kinds/order.js';
import {textControl} from '../kinds/text.js';
import {emptyResponse, isAnswered, sameResponse, splitStem}
	from '../response.js';
import {askWords, button, paragraphs, statusLine} from '../widgets.js';

const controls = {choice: choiceControl, inline: inlineControl,
	order: orderControl, match: matchControl, text: textControl,
	extended: extendedControl};

function stemOf(item, placed) {
	const root = el('div', {class: 'stem', lang: item.lang});
	let line = [];
	const end = () => {
		if (line.length > 0)
			root.append(el('p', {class: 'text'}, ...line));
		line = [];
	};
	for (const piece of splitStem(item.stem, item.interactions.length)) {
		if (piece.gap !== undefined) {
			line.push(placed(piece.gap));
			continue;
		}
		piece.text.split(/\n{2,}/).forEach((text, i) => {
			if (i > 0)
				end();
			if (text !== '')
				line.push(text);
		});
	}
	end();
	return root;
}

function stimulusOf({stimulus, item, lang}, session) {
	return el('aside', {class: 'stimulus', lang,
		'aria-label': t('item.stimulus')},
		stimulus.title ? el('h2', {}, stimulus.title) : null,
		paragraphs(stimulus.text),
		exhibitNodes(stimulus.exhibits, item, session.pictures));
}

export class ItemView {
	#session;
	#item;
	#controls = [];
	#shown;
	#flag;
	#note;
	#clear;
	#said = statusLine();
	heading;
	root;

	constructor(session, item, {place, of}) {
		this.#session = session;
		this.#item = item;
		this.heading = el('h1', {tabindex: -1},
			t('item.title', {n: place, of}));
		this.#flag = button('', () => this.#toggleFlag(),
			{class: 'flag'});
		this.#note = el('p', {class: 'text own-note'});
		this.#clear = button(t('item.clear'), () => this.#empty(),
			{class: 'quiet'});
		this.root = this.#build();
		this.#shown = item.response;
		this.#show();
		this.update(true);
	}

	#show() {
		this.#controls.forEach((c, i) => c.show(this.#shown[i]));
	}

	get item() {
		return this.#item;
	}

	// The same question as the server has it now.
	update(able, item = this.#item) {
		this.#item = item;
		if (!sameResponse(this.#shown, item.response)) {
			this.#shown = item.response;
			this.#show();
		}
		this.#controls.forEach(c => c.enable(able));
		this.#clear.hidden = !able || !isAnswered(item);
		fill(this.#flag, el('span', {'aria-hidden': 'true'}, '⚑'),
			t('item.flag'));
		this.#flag.setAttribute('aria-pressed', String(item.flagged));
		const note = this.#session.desk.note(item.item);
		fill(this.#note, note);
		this.#note.hidden = note === '';
	}

	#build() {
		const item = this.#item;
		const body = el('div', {class: 'task card'}, this.#head(),
			...this.#task(), this.#note, this.#tools());
		return el('article',
			{class: item.stimulus ? 'item split' : 'item'},
			item.stimulus ? el('div', {class: 'card'},
				stimulusOf(item, this.#session)) : null, body);
	}

	#head() {
		return el('header', {class: 'item-head'}, this.heading,
			el('span', {class: 'help'},
				t('item.marks', {n: this.#item.marks})),
			this.#flag);
	}

	#task() {
		const item = this.#item;
		const placed = new Set();
		this.#controls = item.interactions.map((x, i) => {
			const inline = x.kind === 'inline' ||
				item.stem.includes(`[[${i + 1}]]`);
			if (inline)
				placed.add(i);
			return this.#control(x, i, inline);
		});
		const stem = stemOf(item, i => this.#controls[i].root);
		const below = this.#controls.filter((_, i) => !placed.has(i));
		return [stem, ...exhibitNodes(item.exhibits, item.item,
			this.#session.pictures),
		el('div', {class: 'controls stack', lang: item.lang},
			below.map(c => c.root))];
	}

	#control(interaction, i, inline) {
		const item = this.#item;
		const {desk} = this.#session;
		const several = item.interactions.length > 1;
		return controls[interaction.kind]({interaction, inline,
			name: `item-${item.item}-${i + 1}`,
			prompt: interaction.prompt,
			label: several ? t(inline ? 'item.gap' : 'item.part',
				{n: i + 1}) : t('item.answer'),
			unit: item.unit, lang: item.lang,
			struck: c => desk.isStruck(item.item, `${i + 1}/${c}`),
			strike: (c, on) => desk.strike(item.item,
				`${i + 1}/${c}`,
				on),
			change: (values, how) => this.#change(i, values, how),
			flush: () => this.#session.flush()});
	}

	#tools() {
		return el('footer', {class: 'tools row'}, this.#clear,
			canHighlight() ? this.#highlighter() : null,
			button(t('item.note'), () => this.#takeNote(),
				{class: 'quiet'}),
			button(t('item.report'), () => this.#report(),
				{class: 'quiet'}), this.#said.node);
	}

	// The press of a button must not take away what is selected.
	#highlighter() {
		const node = button(t('item.highlight'),
			() => this.#highlight(),
			{class: 'quiet'});
		node.addEventListener('pointerdown',
			event => event.preventDefault());
		return node;
	}

	#highlight() {
		const {desk} = this.#session;
		const {item} = this.#item;
		const marks = markSelection(this.root, desk.marks(item));
		this.#said.say(marks === null ? t('item.highlight.none') : '');
		if (marks !== null)
			desk.setMarks(item, marks);
		this.paint();
	}

	// Once it is on the page.
	paint() {
		showMarks(this.root, this.#session.desk.marks(this.#item.item));
	}

	#change(i, values, how) {
		const response = [...this.#item.response];
		response[i] = values;
		this.#shown = response;
		this.#session.answer(this.#item, response, how);
	}

	#empty() {
		this.#session.answer(this.#item, emptyResponse(this.#item));
		this.update(true);
		this.heading.focus();
	}

	#toggleFlag() {
		this.#session.flag(this.#item, !this.#item.flagged);
	}

	async #takeNote() {
		const {item} = this.#item;
		const {desk} = this.#session;
		const text = await askWords({title: t('note.title'),
			words: t('note.words'), label: t('note.label'),
			yes: t('note.keep'), value: desk.note(item),
			required: false});
		if (text !== null)
			desk.setNote(item, text);
		this.update(true);
	}

	async #report() {
		const text = await askWords({title: t('report.title'),
			words: t('report.words'), label: t('report.label'),
			yes: t('report.send')});
		if (text)
			this.#session.report(this.#item, text);
	}
}
