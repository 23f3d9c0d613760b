// desk: what a candidate has on this computer alone: notes, choices struck
// out, passages marked, which questions were seen, which messages were read.
export class Desk {
	#vault;
	#notes = new Map();
	#struck = new Map();
	#marks = new Map();
	#state = {seen: [], told: 0};

	constructor(vault, records = new Map()) {
		this.#vault = vault;
		for (const [name, value] of records) {
			const [kind, item] = name.split('/');
			if (kind === 'note')
				this.#notes.set(Number(item), value);
			else if (kind === 'struck')
				this.#struck.set(Number(item), value);
			else if (kind === 'marks')
				this.#marks.set(Number(item), value);
			else if (kind === 'desk')
				this.#state = value;
		}
	}

	note(item) {
		return this.#notes.get(item) ?? '';
	}

	setNote(item, text) {
		this.#notes.set(item, text);
		this.#keep(`note/${item}`, text === '' ? undefined : text);
	}

	// Passages: as in highlight.js.
	marks(item) {
		return this.#marks.get(item) ?? [];
	}

	setMarks(item, marks) {
		this.#marks.set(item, marks);
		this.#keep(`marks/${item}`,
			marks.length > 0 ? marks : undefined);
	}

	// Of part and choice: '1/3'.
	isStruck(item, place) {
		return (this.#struck.get(item) ?? []).includes(place);
	}

	strike(item, place, struck) {
		const others = (this.#struck.get(item) ?? [])
			.filter((p) => p !== place);
		const all = struck ? [...others, place] : others;
		this.#struck.set(item, all);
		this.#keep(`struck/${item}`, all.length > 0 ? all : undefined);
	}

	wasSeen(item) {
		return this.#state.seen.includes(item);
	}

	see(item) {
		if (!this.wasSeen(item))
			this.#state.seen.push(item);
		this.#state.place = item;
		this.#keep('desk', this.#state);
	}

	// The question that was last on the screen.
	get place() {
		return this.#state.place ?? 0;
	}

	// The number of the last message that was put before the candidate.
	get told() {
		return this.#state.told;
	}

	set told(message) {
		this.#state.told = message;
		this.#keep('desk', this.#state);
	}

	// It is a convenience: if it cannot be kept, the exam goes on.
	#keep(name, value) {
		this.#vault.put(name, value).catch(() => {});
	}
}
