// countdown: what is left of an attempt, by the server's clock.
import {clock} from '../shared/clock.js';

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
