// pictures: the images of questions, fetched once and kept for this page.
//
// They are also put into the vault, so that a reload without network shows
// them.  There is no path for an image before its section is entered.
const AGAIN_MS = 2000;
const TRIES = 5;
const CHUNK = 8192;

// What a vault can keep of a blob, and a blob again.
async function pack(blob) {
	const bytes = new Uint8Array(await blob.arrayBuffer());
	let text = '';
	for (let i = 0; i < bytes.length; i += CHUNK)
		text += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
	return {type: blob.type, base64: btoa(text)};
}

function unpack({type, base64}) {
	const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
	return URL.createObjectURL(new Blob([bytes], {type}));
}

async function fetchImage(path) {
	for (let i = 0; i < TRIES; i++) {
		const reply = await fetch(path, {credentials: 'same-origin'})
			.catch(() => null);
		if (reply?.ok)
			return reply.blob();
		await new Promise(done => setTimeout(done, AGAIN_MS * (i + 1)));
	}
	return null;
}

export class Pictures {
	#known = new Map();
	#vault;

	// records: what the vault had.
	constructor(vault, records) {
		this.#vault = vault;
		for (const [name, value] of records)
			if (name.startsWith('image/'))
				this.#known.set(name,
					Promise.resolve(unpack(value)));
	}

	// A blob: URL, or null if it cannot be had.
	get(item, image) {
		const name = `image/${item}/${image}`;
		if (!this.#known.has(name))
			this.#known.set(name, this.#fetch(name, item, image));
		return this.#known.get(name);
	}

	// All that the questions have, one after the other.
	async prefetch(items) {
		for (const {item, exhibits = [], stimulus} of items)
			for (const x of [...stimulus?.exhibits ?? [],
				...exhibits])
				if (x.kind === 'image')
					await this.get(item, x.image);
	}

	async #fetch(name, item, image) {
		const blob = await fetchImage(
			`/v1/attempt/items/${item}/images/${image}`);
		if (blob === null) {
			this.#known.delete(name);
			return null;
		}
		this.#vault.put(name, await pack(blob)).catch(() => {});
		return URL.createObjectURL(blob);
	}
}
