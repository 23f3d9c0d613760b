// announcements: what was said to everybody, for wall views in this browser.

const KEEP = 3;
const name = sitting => `exam.wall.${sitting}`;

/** [{at, text, room}], the newest first. */
export function announcements(sitting) {
	try {
		return JSON.parse(localStorage.getItem(name(sitting))) ?? [];
	} catch {
		return [];
	}
}

function write(sitting, all) {
	try {
		localStorage.setItem(name(sitting), JSON.stringify(all));
	} catch {
		// then walls do not show it
	}
}

/** at: ms; room: null for the whole sitting. */
export function addAnnouncement(sitting, announcement) {
	write(sitting, [announcement, ...announcements(sitting)].slice(0, KEEP));
}

export const clearAnnouncements = sitting => write(sitting, []);

/** Called when another window said something. */
export function onAnnouncement(sitting, listener) {
	const hear = event => event.key === name(sitting) && listener();
	addEventListener('storage', hear);
	return () => removeEventListener('storage', hear);
}
