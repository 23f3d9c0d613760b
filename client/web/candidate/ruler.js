// ruler: a band that follows the pointer or the keyboard, to keep to a line.
import {el} from '../shared/dom.js';

export class Ruler {
	#band = el('div', {class: 'ruler', 'aria-hidden': 'true'});
	#move = event => this.#to(event.clientY);
	#focus = event => {
		const box = event.target.getBoundingClientRect();
		this.#to(box.top + box.height / 2);
	};

	show(wanted) {
		if (wanted === this.#band.isConnected)
			return;
		const change = wanted ? addEventListener : removeEventListener;
		change('pointermove', this.#move);
		change('focusin', this.#focus);
		if (wanted)
			document.body.append(this.#band);
		else
			this.#band.remove();
	}

	#to(y) {
		this.#band.style.setProperty('--at', `${y}px`);
	}
}
