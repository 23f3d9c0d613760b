// local: what is on this computer of an attempt: changes that the server has
// not acknowledged, notes, pictures, and a copy of what the server last said.
import {Desk} from './desk.js';
import {Outbox} from './outbox.js';
import {Pictures} from './pictures.js';
import {Vault} from './vault.js';

const LAST = 'exam.attempt'; // in localStorage: the one that was here

// Where the browser can keep nothing.
const NOWHERE = {put: async () => {}, erase: async () => {}};

async function openVault(attempt) {
	try {
		const vault = await Vault.open(attempt);
		const records = await vault.all();
		localStorage.setItem(LAST, String(attempt));
		return {vault, records};
	} catch {
		return {vault: NOWHERE, records: new Map()};
	}
}

export class Local {
	#vault;
	#records;

	// Without a vault it lives as long as the page.
	constructor(vault = NOWHERE, records = new Map()) {
		this.#vault = vault;
		this.#records = records;
		this.outbox = new Outbox(vault, records);
		this.desk = new Desk(vault, records);
		this.pictures = new Pictures(vault, records);
	}

	static async open(attempt) {
		const {vault, records} = await openVault(attempt);
		return new Local(vault, records);
	}

	// The attempt that was here last, if something of it is left; or null.
	static async last() {
		try {
			const last = Number(localStorage.getItem(LAST) ?? 0);
			return (await Vault.attempts()).includes(last) ?
				await Local.open(last) : null;
		} catch {
			return null;
		}
	}

	get keeps() {
		return this.#vault !== NOWHERE;
	}

	// As it was when it was opened; undefined: there is none.
	copy(name) {
		return this.#records.get(name);
	}

	keepCopy(name, value) {
		this.#vault.put(name, value).catch(() => {});
	}

	// Nothing stays here.
	erase() {
		this.#vault.erase().catch(() => {});
		localStorage.removeItem(LAST);
	}
}
