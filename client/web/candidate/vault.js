// vault: what is kept on this computer of one attempt, until it is handed in.
//
// Records are encrypted with a key that the browser keeps and never gives out,
// and a write is on the disk when its promise is fulfilled.  What is put again
// before it was written is written once.  The index is plain: it says which
// records there are, not what is in them.
const DATABASE = 'exam';
const STRICT = {durability: 'strict'};
const ALGORITHM = {name: 'AES-GCM', length: 256};
const IV_BYTES = 12;

function outcome(request) {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}

function done(transaction) {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error);
	});
}

function database() {
	const request = indexedDB.open(DATABASE, 1);
	request.onupgradeneeded = () => {
		request.result.createObjectStore('keys');
		request.result.createObjectStore('records');
	};
	return outcome(request);
}

// The key of an attempt; two tabs that make one agree on the first.
async function keyOf(db, attempt) {
	const fresh = await crypto.subtle.generateKey(ALGORITHM, false,
		['encrypt', 'decrypt']);
	const transaction = db.transaction('keys', 'readwrite', STRICT);
	const keys = transaction.objectStore('keys');
	const known = await outcome(keys.get(attempt));
	if (known === undefined)
		keys.put(fresh, attempt);
	await done(transaction);
	return known ?? fresh;
}

export class Vault {
	#db;
	#key;
	#attempt;
	#waiting = new Map();
	#writing = null;

	// Fails where the browser keeps nothing, as in some private windows.
	static async open(attempt) {
		const vault = new Vault();
		vault.#db = await database();
		vault.#attempt = attempt;
		vault.#key = await keyOf(vault.#db, attempt);
		return vault;
	}

	// Which attempts have something here.
	static async attempts() {
		const db = await database();
		const keys = db.transaction('keys').objectStore('keys');
		const list = await outcome(keys.getAllKeys());
		db.close();
		return list;
	}

	// A Map of everything by name; what cannot be read is left out.
	async all() {
		const range = this.#range();
		const records = this.#db.transaction('records')
			.objectStore('records');
		const [names, sealed] = await Promise.all([
			outcome(records.getAllKeys(range)),
			outcome(records.getAll(range))]);
		const values = await Promise.all(sealed.map((s) =>
			this.#unseal(s)));
		return new Map(names.map(([, name], i) => [name, values[i]])
			.filter(([, value]) => value !== undefined));
	}

	// undefined removes it.  Fulfilled when it is on the disk.
	put(name, value) {
		this.#waiting.set(name, value);
		this.#writing ??= this.#write();
		return this.#writing;
	}

	// Nothing of the attempt is left, nor can it be read again.
	async erase() {
		this.#waiting.clear();
		await this.#writing?.catch(() => {});
		const transaction = this.#db.transaction(['keys', 'records'],
			'readwrite', STRICT);
		transaction.objectStore('keys').delete(this.#attempt);
		transaction.objectStore('records').delete(this.#range());
		await done(transaction);
	}

	#range() {
		return IDBKeyRange.bound([this.#attempt], [this.#attempt, []]);
	}

	async #write() {
		try {
			while (this.#waiting.size > 0)
				await this.#writeThose(this.#take());
		} finally {
			this.#writing = null;
		}
	}

	#take() {
		const those = [...this.#waiting];
		this.#waiting.clear();
		return those;
	}

	async #writeThose(those) {
		const sealed = await Promise.all(those.map(([, value]) =>
			value === undefined ? undefined : this.#seal(value)));
		const transaction = this.#db.transaction('records', 'readwrite',
			STRICT);
		const records = transaction.objectStore('records');
		those.forEach(([name], i) => {
			const place = [this.#attempt, name];
			if (sealed[i] === undefined)
				records.delete(place);
			else
				records.put(sealed[i], place);
		});
		await done(transaction);
	}

	async #seal(value) {
		const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
		const plain = new TextEncoder().encode(JSON.stringify(value));
		return {iv, bytes: await crypto.subtle.encrypt(
			{name: 'AES-GCM', iv}, this.#key, plain)};
	}

	async #unseal({iv, bytes}) {
		try {
			const plain = await crypto.subtle.decrypt(
				{name: 'AES-GCM', iv}, this.#key, bytes);
			return JSON.parse(new TextDecoder().decode(plain));
		} catch {
			return undefined;
		}
	}
}
