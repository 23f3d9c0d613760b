// notices: words about what happened, until they are put away.
import {announce, el} from '../shared/dom.js';
import {t} from '../shared/strings.js';
import {button} from './widgets.js';

const MOST = 4;

export class Notices {
	#list = el('ul', {class: 'notices'});
	#node = el('section', {class: 'notice-area'}, this.#list);

	get node() {
		this.#node.setAttribute('aria-label', t('notices'));
		return this.#node;
	}

	// manner: '', good, warn or bad.  topic: a later one of the same takes
	// the place of an earlier one.
	say(text, {manner = '', topic = '', aloud = 'polite'} = {}) {
		if (topic !== '')
			this.drop(topic);
		const notice = el('li', {class: `note ${manner}`,
			data: {topic}},
			el('span', {class: 'text'}, text),
			button(t('notice.close'), () => this.#close(notice),
				{class: 'quiet'}));
		this.#list.append(notice);
		while (this.#list.children.length > MOST)
			this.#list.firstElementChild.remove();
		announce(text, aloud);
	}

	drop(topic) {
		for (const notice of [...this.#list.children])
			if (notice.dataset.topic === topic)
				notice.remove();
	}

	clear() {
		this.#list.replaceChildren();
	}

	#close(notice) {
		const next = notice.nextElementSibling ??
			notice.previousElementSibling;
		notice.remove();
		(next?.querySelector('button') ??
			document.querySelector('main h1'))?.focus();
	}
}
