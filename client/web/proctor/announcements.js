// announcements: what was said to everybody, as the stream tells it, and which
// of it a wall shows.

const KEEP = 3;
const name = sitting => `exam.wall.${sitting}`;

/** Of a stream: told of again when it comes back, the newest first. */
export class Announcements {
	#all = [];

	take(announcement) {
		const {announcement: number} = announcement;
		this.#all = [announcement, ...this.#all.filter(
			a => a.announcement !== number)]
			.sort((a, b) => b.announcement - a.announcement);
	}

	/** For a wall of these rooms: what was said to all of them. */
	onWall(rooms, after) {
		const isFor = a => a.rooms === null || (rooms.length > 0 &&
			rooms.every(r => a.rooms.includes(r)));
		return this.#all.filter(a => a.wall && a.announcement > after &&
			isFor(a)).slice(0, KEEP);
	}
}

/** Up to which one the walls in this browser were cleared. */
export function clearedUpTo(sitting) {
	try {
		return Number(localStorage.getItem(name(sitting))) || 0;
	} catch {
		return 0;
	}
}

export function clearUpTo(sitting, number) {
	try {
		localStorage.setItem(name(sitting), number);
	} catch {
		// then it is cleared on this page alone
	}
}
