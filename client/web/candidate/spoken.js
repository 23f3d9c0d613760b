// spoken: a countdown is said at a few moments only; its digits are for eyes.

export class Spoken {
	#moments;
	#last = null;

	// moments: what is left, in ms, the longest first.
	constructor(...moments) {
		this.#moments = moments;
	}

	// The moment that has been passed since the last time, or null.
	passed(left) {
		const before = this.#last;
		this.#last = left;
		return this.#moments.findLast(at =>
			left <= at && before !== null && before > at) ?? null;
	}

	reset() {
		this.#last = null;
	}
}
