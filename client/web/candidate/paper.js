// paper: the questions that are on the screen, with what is entered at each.
//
// What was entered here and is not acknowledged stands over what the server
// has.
import {isAnswered, sameResponse} from './response.js';

function layOver(item, outbox) {
	const answer = outbox.answer(item.item);
	const flag = outbox.flag(item.item);
	if (answer !== null) {
		item.response = answer.response;
		item.seq = Math.max(answer.seq, item.seq);
	}
	if (flag !== null)
		item.flagged = flag.flagged;
}

export class Paper {
	// json: the server's; outbox: what it does not know yet.
	constructor(json, outbox) {
		this.section = json.section;
		this.linear = json.navigation === 'linear';
		this.items = json.items;
		for (const item of this.items) {
			item.response ??= item.interactions.map(() => []);
			layOver(item, outbox);
		}
	}

	// Is it what the attempt says is to be seen?
	fits(attempt) {
		return attempt.section === this.section &&
			(!this.linear || this.items[0]?.item === attempt.item);
	}

	find(number) {
		return this.items.find(({item}) => item === number) ?? null;
	}

	// The neighbour of an item, or null.
	beside(item, step) {
		return this.items[this.items.indexOf(item) + step] ?? null;
	}

	get answered() {
		return this.items.filter(isAnswered).length;
	}

	// When the server last saved one of them, or null.
	get savedAt() {
		return this.items.map(({saved_at: at}) => at).filter(Boolean)
			.sort().at(-1) ?? null;
	}

	// The item after another response; false if it is the same.
	static change(item, response) {
		if (sameResponse(item.response, response))
			return false;
		item.response = response;
		item.seq++;
		item.saved_at = null;
		return true;
	}
}
