// seen: tells the server what of all that it told is on the screen, so that a
// proctor knows.
import {jitter, put} from '../shared/api.js';

const SPREAD_MS = 500; // a room is told at once and does not answer at once

export class Seen {
	#told = 0; // events: the last that came,
	#shown = 0; // that was on the screen,
	#known = 0; // and of which the server knows
	#at = Infinity;

	// The attempt, as the server has it.
	take({told, seen}) {
		this.tell(told ?? 0);
		this.#known = Math.max(this.#known, seen ?? 0);
	}

	tell(event) {
		this.#told = Math.max(this.#told, event);
	}

	// All that came is on the screen.  Is the server to be told?
	show() {
		if (this.#shown >= this.#told)
			return false;
		this.#shown = this.#told;
		this.#at = performance.now() + jitter(SPREAD_MS);
		return this.#isNews;
	}

	get #isNews() {
		return this.#shown > this.#known;
	}

	// When the server is to be told, performance.now().
	get dueAt() {
		return this.#isNews ? this.#at : Infinity;
	}

	async send() {
		const event = this.#shown;
		await put('/v1/attempt/seen', {event});
		this.#known = Math.max(this.#known, event);
	}

	// The server does not want to know.
	giveUp() {
		this.#known = this.#shown;
	}
}
