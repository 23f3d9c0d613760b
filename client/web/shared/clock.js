// clock: the server's time.  The machine's own clock may be wrong by years and
// may be set meanwhile: only how much time passes is taken from it.

const UNSURE_PER_MS = 1 / 2000; // a bad quartz drifts less
const SLEPT_MS = 3000;
const TICK_MS = 1000;

export class Clock extends EventTarget {
	#offset = null; // server's ms = performance.now() + offset
	#error = Infinity; // half the journey of the best sample
	#sampled = 0; // performance.now() of it
	#timer = null;
	#lastWall = 0;
	#lastMono = 0;

	/** A server_time, and performance.now() when it was asked and came. */
	hear(serverTime, sent, heard) {
		const server = Date.parse(serverTime);
		if (!Number.isFinite(server))
			return;
		const error = (heard - sent) / 2;
		const now = this.#error +
			(heard - this.#sampled) * UNSURE_PER_MS;
		if (error > now)
			return;
		this.#offset = server + error - heard;
		this.#error = error;
		this.#sampled = heard;
	}

	/** A server_time that was pushed: known to be not later than now. */
	hearPushed(serverTime) {
		const now = performance.now();
		if (this.#offset === null ||
		    Date.parse(serverTime) > this.now() + this.#error)
			this.hear(serverTime, now, now);
	}

	/** A skew() of before, until the server is heard again: after a reload
	 * or a sleep without network. */
	assume(skew) {
		this.#offset = Date.now() - skew - performance.now();
		this.#error = Infinity;
	}

	get isKnown() {
		return this.#offset !== null;
	}

	/** The server's time now, ms since 1970; the own clock's if unknown. */
	now() {
		return this.#offset === null
			? Date.now()
			: performance.now() + this.#offset;
	}

	/** RFC 3339, for entered_at. */
	stamp() {
		return new Date(this.now()).toISOString();
	}

	/** How far the machine's own clock is ahead of the server's, ms. */
	skew() {
		return this.#offset === null ? 0 : Date.now() - this.now();
	}

	/** What is left of an attempt's clock object heard at `heard` (server's
	 * ms, its server_time): never below 0. */
	remaining(clockObject, heard) {
		if (!clockObject?.running)
			return clockObject?.remaining_ms ?? 0;
		if (clockObject.deadline)
			return Math.max(0,
				Date.parse(clockObject.deadline) - this.now());
		return Math.max(0,
			clockObject.remaining_ms - (this.now() - heard));
	}

	/** Events from now on: 'tick' about once a second, and 'slept' when
	 * the machine slept or was stopped: what is known may be old, and
	 * performance.now() may have stood still. */
	start() {
		if (this.#timer !== null)
			return;
		this.#note();
		this.#timer = setInterval(() => this.#tick(), TICK_MS);
	}

	stop() {
		clearInterval(this.#timer);
		this.#timer = null;
	}

	#note() {
		this.#lastWall = Date.now();
		this.#lastMono = performance.now();
	}

	#tick() {
		const wall = Date.now() - this.#lastWall;
		const mono = performance.now() - this.#lastMono;
		this.#note();
		// Either stands still while the machine sleeps, or both jump.  A
		// hidden page's timer may come once a minute: that is no sleep.
		if (Math.abs(wall - mono) > SLEPT_MS ||
		    (mono > SLEPT_MS && document.visibilityState === 'visible'))
			this.#wake();
		this.dispatchEvent(new Event('tick'));
	}

	#wake() {
		this.#error = Infinity;
		this.dispatchEvent(new Event('slept'));
	}
}

/** The one that api.js keeps right. */
export const clock = new Clock();
