// outbox: what the server has not acknowledged, oldest first.
//
// At most one answer and one flag wait for each question; a later change takes
// the place of an earlier one with a larger seq, because the larger counts.
// An acknowledgement removes what it is about and never a later change.
// Sending an entry again is harmless: answers are known by item and seq, words
// to the proctor by their key.  Each change is handed to the keeper, which has
// put() of a vault.
const PREFIX = 'out/';

export class Outbox {
	#entries = new Map();
	#keeper;
	#turn = 0;

	// records: what a vault had, by name.
	constructor(keeper, records = new Map()) {
		this.#keeper = keeper;
		const kept = [...records]
			.filter(([name]) => name.startsWith(PREFIX))
			.sort(([, a], [, b]) => a.turn - b.turn);
		for (const [name, entry] of kept) {
			this.#entries.set(name.slice(PREFIX.length), entry);
			this.#turn = entry.turn;
		}
	}

	putAnswer(item, {seq, response, entered_at}) {
		return this.#put(`answer/${item}`,
			{kind: 'answer', item, seq, response, entered_at});
	}

	putFlag(item, flagged) {
		return this.#put(`flag/${item}`, {kind: 'flag', item, flagged});
	}

	// kind: help or report.
	putWords(kind, text, item = null) {
		const key = crypto.randomUUID();
		return this.#put(`words/${key}`, {kind, item, text, key});
	}

	// The entry as it was sent; one that was changed since then stays.
	done(sent) {
		const name = Outbox.#name(sent);
		if (this.#entries.get(name)?.turn !== sent.turn)
			return;
		this.#entries.delete(name);
		this.#keeper.put(PREFIX + name, undefined).catch(() => {});
	}

	// The oldest of those that pass, or null.
	first(passes) {
		return [...this.#entries.values()].find(passes) ?? null;
	}

	answer(item) {
		return this.#entries.get(`answer/${item}`) ?? null;
	}

	flag(item) {
		return this.#entries.get(`flag/${item}`) ?? null;
	}

	get size() {
		return this.#entries.size;
	}

	get answers() {
		return [...this.#entries.values()]
			.filter(({kind}) => kind === 'answer');
	}

	#put(name, entry) {
		entry.turn = ++this.#turn;
		this.#entries.delete(name);
		this.#entries.set(name, entry);
		return this.#keeper.put(PREFIX + name, entry);
	}

	static #name({kind, item, key}) {
		return key === undefined ? `${kind}/${item}` : `words/${key}`;
	}
}
