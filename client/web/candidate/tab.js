// tab: of all tabs with the exam, one is active.
//
// The browser's lock says which, also after a crash.  A tab that takes over
// steals it, and the other hears so at once.
const LOCK = 'exam-tab';

function held(options, onHold) {
	return navigator.locks.request(LOCK, options, (lock) => {
		if (lock === null)
			return false;
		onHold();
		return new Promise(() => {});
	});
}

// True if this tab is now the active one; onLost is called when another takes
// over.  Without steal it is false while another tab is active.
export function claimTab({steal = false, onLost}) {
	return new Promise((resolve) => {
		const options = steal ? {steal: true} : {ifAvailable: true};
		let mine = false;
		held(options, () => {
			mine = true;
			resolve(true);
		}).then(() => resolve(false), () => mine && onLost());
	});
}
