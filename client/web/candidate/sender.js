// sender: takes one request after the other to the server, in the order that
// is right: first what is entered, then what is asked for.
//
// A request that has no answer is sent again, after a growing pause with a
// part of chance in it, so that a whole room does not come back at once.
import {jitter, mayPass} from '../shared/api.js';

const AGAIN_MIN_MS = 400;
const AGAIN_MAX_MS = 15_000;
const LONGEST_MS = 3_600_000;

export class Sender {
	#next;
	#onLine;
	#timer = 0;
	#busy = false;
	#again = 0;
	#pause = AGAIN_MIN_MS;
	#stopped = false;

	// next() gives {run} to do now, {at} to be asked again at that
	// performance.now(), or null.  run() fails where the same is to be
	// tried again.  onLine(there, problem) is told at each request.
	constructor(next, onLine) {
		this.#next = next;
		this.#onLine = onLine;
	}

	// Something may be to do.
	wake() {
		if (!this.#busy && !this.#stopped)
			this.#plan(Math.max(0,
				this.#again - performance.now()));
	}

	// The connection may be back: do not wait for the pause to end.
	hurry() {
		this.#again = 0;
		this.wake();
	}

	stop() {
		this.#stopped = true;
		clearTimeout(this.#timer);
	}

	#plan(wait) {
		clearTimeout(this.#timer);
		// A timer's time has 31 bits; more is no time at all.
		this.#timer = setTimeout(() => this.#turn(),
			Math.min(wait, LONGEST_MS));
	}

	async #turn() {
		const task = this.#next();
		if (this.#busy || this.#stopped || task === null)
			return;
		if (task.run === undefined) {
			this.#plan(Math.max(0, task.at - performance.now()));
			return;
		}
		this.#busy = true;
		try {
			await task.run();
			this.#heard();
		} catch (problem) {
			this.#lose(problem);
		}
		this.#busy = false;
		this.wake();
	}

	#heard() {
		this.#pause = AGAIN_MIN_MS;
		this.#again = 0;
		this.#onLine(true, null);
	}

	#lose(problem) {
		if (!mayPass(problem))
			console.warn(problem);
		this.#again = performance.now() +
			Math.max(jitter(this.#pause),
				problem.retryAfterMs ?? 0);
		this.#pause = Math.min(2 * this.#pause, AGAIN_MAX_MS);
		this.#onLine(false, problem);
	}
}
