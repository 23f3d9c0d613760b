// typing: which texts are being typed, and when they are to be sent.
const PAUSE_MS = 1500; // so long after the last key ...
const MOST_MS = 8000; // ... and at least so often while keys go on

export class Typing {
	#times = new Map(); // by item: of the first key and of sending

	key(item) {
		const now = performance.now();
		const first = this.#times.get(item)?.first ?? now;
		this.#times.set(item,
			{first, at: Math.min(now + PAUSE_MS, first + MOST_MS)});
	}

	// It is to be sent at once, or was.
	over(item) {
		this.#times.delete(item);
	}

	allOver() {
		this.#times.clear();
	}

	isDue(item) {
		return (this.#times.get(item)?.at ?? 0) <= performance.now();
	}

	// performance.now() when the next is due.
	get nextAt() {
		return Math.min(...[...this.#times.values()].map(({at}) => at));
	}
}
