// section: the questions, one at a time, and the way through them.
import {el, fill, focusOn} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';
import {timeIsOver} from '../countdown.js';
import {isAnswered} from '../response.js';
import {action, button, confirm} from '../widgets.js';
import {ItemView} from './item.js';
import {Navigator} from './navigator.js';
import {reviewView} from './review.js';

export class SectionView {
	#session;
	#onMoved;
	#paper;
	#stage = el('div', {class: 'stage'});
	#over = el('p', {class: 'note warn', role: 'status', hidden: true});
	#navigator = null;
	#item = null; // its view; null in the review
	root;

	// onMoved(): another question or the review is on the screen.
	constructor(session, onMoved) {
		this.#session = session;
		this.#onMoved = onMoved;
		this.#paper = session.paper;
		if (!this.#paper.linear)
			this.#navigator = new Navigator(session, {
				go: item => this.#go(item),
				review: () => this.#review()});
		this.root = el('div', {class: 'section'},
			this.#navigator?.root ?? null,
			el('div', {class: 'stack'}, this.#over, this.#stage));
		this.#go(this.#first(), false);
	}

	get title() {
		return this.#item?.heading.textContent ??
			t('review.title', {n: this.#section.section});
	}

	update() {
		const {attempt, paper} = this.#session;
		const now = this.#item && paper.find(this.#item.item.item);
		this.#paper = paper;
		this.#tellOver(timeIsOver(attempt));
		if (now)
			this.#item.update(!timeIsOver(attempt) &&
				paper.fits(attempt), now);
		else if (this.#item)
			this.#go(paper.items[0]);
		this.#navigator?.update(now);
	}

	tick() {
		if (this.#over.hidden === timeIsOver(this.#session.attempt)) {
			this.#session.hurry();
			this.update();
		}
	}

	#tellOver(over) {
		const {unsaved: n} = this.#session;
		const words = over ? t(n > 0 ? 'time.over.unsaved' :
			'time.over', {n}) : '';
		this.#over.hidden = !over;
		if (this.#over.textContent !== words)
			fill(this.#over, words);
	}

	get #section() {
		return this.#session.attempt.sections[this.#paper.section - 1];
	}

	#first() {
		const {desk, paper} = this.#session;
		return paper.find(desk.place) ?? paper.items[0];
	}

	#go(item, focus = true) {
		const section = this.#section;
		this.#session.flush();
		this.#session.see(item);
		this.#item = new ItemView(this.#session, item, {
			place: item.item - section.first_item + 1,
			of: section.items});
		fill(this.#stage, this.#item.root, this.#ways(item));
		this.#item.paint();
		this.#navigator?.update(item);
		if (focus)
			this.#arrive();
	}

	#arrive() {
		focusOn(this.root.querySelector('h1'));
		scrollTo(0, 0);
		this.#onMoved();
	}

	#ways(item) {
		if (this.#paper.linear)
			return el('div', {class: 'ways row'},
				this.#onlyNext(item));
		const back = this.#paper.beside(item, -1);
		const next = this.#paper.beside(item, 1);
		return el('div', {class: 'ways row'},
			button(t('item.back'), () => this.#go(back),
				{disabled: back === null}),
			next === null ?
				button(t('review.open'), () => this.#review(),
					{class: 'main'}) :
				button(t('item.next'), () => this.#go(next),
					{class: 'main'}));
	}

	#onlyNext(item) {
		const {first_item: first, items} = this.#section;
		const last = item.item === first + items - 1;
		return action(t(last ? 'section.end.last' : 'item.next'),
			() => this.#leave(last), {class: 'main'});
	}

	async #leave(last) {
		const {item} = this.#item;
		const title = t(isAnswered(item) ? 'leave.title' :
			'leave.open');
		if ((!isAnswered(item) || last) &&
		    !await confirm(title, t(last ? 'section.end.words' :
			'leave.words'), t('leave.yes')))
			return;
		await this.#session.next(item);
	}

	#review() {
		this.#session.flush();
		this.#item = null;
		fill(this.#stage, reviewView(this.#session, this.#section, {
			go: item => this.#go(item),
			back: () => this.#go(this.#first())}));
		this.#navigator?.update(null);
		this.#arrive();
	}
}
