// countdown: what is left of an attempt, by the server's clock.
import {clock} from '../shared/clock.js';

const LOOK_MS = 15_000; // where nobody tells us
const LOOK_MIN_MS = 1000;
const GRACE_MS = 5500; // the server's, and a little

function left(attempt, ms, running) {
	const since = running ?
		clock.now() - Date.parse(attempt.server_time) : 0;
	return Math.max(0, ms - Math.max(0, since));
}

// Of the section or the whole, whichever ends first; null: no clock.
export function timeLeft(attempt) {
	const {remaining_ms: ms, running} = attempt.clock;
	return ms === null || ms === undefined ? null :
		left(attempt, ms, running);
}

export function breakLeft(attempt) {
	return attempt.break === null ? null :
		left(attempt, attempt.break.remaining_ms, true);
}

// The clock has run out here; the server will say so in a moment.
export function timeIsOver(attempt) {
	return attempt.state === 'in-section' && attempt.clock.running &&
		timeLeft(attempt) === 0;
}

// In how many ms to look at the attempt though nothing told us to: at the end
// of what is counted down, when it may be opened, or soon.
export function lookIn(attempt, told) {
	const waits = [told ? Infinity : LOOK_MS];
	if (attempt.clock.running && timeLeft(attempt) !== null)
		waits.push(timeLeft(attempt) + GRACE_MS);
	if (attempt.break !== null)
		waits.push(breakLeft(attempt) + GRACE_MS);
	if (attempt.may_open?.earliest)
		waits.push(Date.parse(attempt.may_open.earliest) - clock.now());
	return Math.max(LOOK_MIN_MS, Math.min(...waits));
}
