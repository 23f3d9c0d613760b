// attention: what in a row a proctor should look at.  Pure: rows and times in,
// marks out.

const MINUTE = 60_000;
const LATE_MS = 10 * MINUTE;	// after the sitting opened
const SOON_MS = 5 * MINUTE;	// of what is left

/** From the most to the least pressing.  The first three call: somebody waits
 * for the proctor, or cannot go on. */
export const KINDS = ['help', 'device', 'away', 'late', 'report', 'incident',
	'soon'];
const CALLS = 3;

const NOT_BEGUN = new Set(['expected', 'checked-in', 'admitted']);
export const CLOSED = new Set(['submitted', 'expired', 'terminated', 'absent']);

const rules = {
	help: row => row.help !== null,
	device: row => row.waiting_device,
	away: (row, {grace, now}) => row.state === 'in-section' &&
		!row.connected && now >= grace,
	late: (row, {now, opens, closes}) => NOT_BEGUN.has(row.state) &&
		now >= opens + LATE_MS && now < closes,
	report: (row, {seen}) => row.reports > (seen?.reports ?? 0),
	incident: (row, {seen}) => row.incidents > (seen?.incidents ?? 0),
	soon: (row, {left, seen}) => row.clock.running && left <= SOON_MS &&
		row.state === 'in-section' && !seen?.soon,
};

/**
 * The kinds that hold for a row, most pressing first.  facts: now, opens,
 * closes (of the sitting), left (on the row's clock), all ms; grace: until then
 * a lost connection is not counted; seen: what the proctor has seen of it.
 */
export const attention = (row, facts) =>
	KINDS.filter(kind => rules[kind](row, facts) &&
		!(kind === 'late' && facts.seen?.late));

/** Lower is more pressing; KINDS.length: nothing. */
export const rank = kinds =>
	kinds.length > 0 ? KINDS.indexOf(kinds[0]) : KINDS.length;

export const calls = kinds => rank(kinds) < CALLS;

/** The others call until something is done about them. */
export const canBeSeen = kind => KINDS.indexOf(kind) >= CALLS;

/** What is seen now, so that only more of it calls again. */
export const seenOf = row => ({incidents: row.incidents, reports: row.reports,
	late: true, soon: true});
