// response: what is entered at a question, as the server takes it: one list
// for each interaction.
const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
const TEXTS = ['text', 'extended'];

export function isText(interaction) {
	return TEXTS.includes(interaction.kind);
}

export function emptyResponse(item) {
	return item.interactions.map(() => []);
}

function isEmptyPart(values) {
	return values.every((v) => typeof v === 'string' && v.trim() === '');
}

export function isAnswered(item) {
	return !item.response.every(isEmptyPart);
}

// Parts that have something, and how many there are.
export function partsAnswered(item) {
	return item.response.filter((part) => !isEmptyPart(part)).length;
}

export function sameResponse(a, b) {
	return JSON.stringify(a) === JSON.stringify(b);
}

// As the server counts: characters of Unicode, not what a string stores.
export function characters(text) {
	return [...text].length;
}

export function words(text) {
	return text.match(/\S+/gu)?.length ?? 0;
}

// Line ends of one kind, and nothing that is not text.
export function cleanText(text) {
	return text.replace(/\r\n?/g, '\n').replace(FORBIDDEN, '')
		.replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, '')
		.replace(/(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');
}

// How many characters there are too many in the text of a part.
export function excess(interaction, part) {
	if (!isText(interaction) || part.length === 0)
		return 0;
	return Math.max(0, characters(part[0]) - interaction.max_length);
}

export function isTooLong(item) {
	return item.interactions.some((interaction, i) =>
		excess(interaction, item.response[i]) > 0);
}

// The response as the server takes it: of a text that is too long, the part
// that it may have.
export function within(item) {
	return item.interactions.map((interaction, i) => {
		const part = item.response[i];
		return excess(interaction, part) === 0 ? part :
			[[...part[0]].slice(0,
				interaction.max_length).join('')];
	});
}

// '[[2]]' in a stem: the text around, and the places among the interactions,
// from 0, that stand between.
export function splitStem(stem, n) {
	const parts = stem.split(/\[\[(\d+)\]\]/);
	const pieces = [];
	parts.forEach((part, i) => {
		const place = Number(part) - 1;
		if (i % 2 === 0)
			pieces.push({text: part});
		else if (place >= 0 && place < n)
			pieces.push({gap: place});
		else
			pieces.push({text: `[[${part}]]`});
	});
	return pieces;
}
