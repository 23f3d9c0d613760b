// order: which rows are shown, and in which order.  Numbers are compared where
// they can be: five thousand rows are put in order several times a second.

import {languageNow} from '../shared/strings.js';

/** In the order in which people go through them. */
export const STATES = ['expected', 'checked-in', 'admitted', 'opened',
	'in-section', 'on-break', 'paused', 'submitted', 'expired',
	'terminated', 'absent'];

const plain = text =>
	text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** What of a row can be searched for, from the beginning of each word:
 * "C-1001" also by 1001. */
export const searchText = row => {
	const text = plain([row.candidate, row.name, row.room ?? '',
		row.seat ?? ''].join(' '));
	return ` ${text} ${text.replace(/[^\p{L}\p{N}]+/gu, ' ')}`;
};

const at = time => (time === null ? 0 : Date.parse(time));

const keys = {
	attention: e => e.rank,
	seat: () => 0,
	name: e => e.byName,
	number: e => e.byNumber,
	state: e => STATES.indexOf(e.row.state),
	progress: e => (e.row.section ?? 0) * 1000 + e.row.answered,
	left: e => e.left ?? Infinity,
	saved: e => -at(e.row.last_saved),
};
export const SORTS = Object.keys(keys);

/** Give every entry its place by seat, by name and by number. */
export function settle(entries) {
	const collator = new Intl.Collator(languageNow(), {numeric: true});
	const place = (member, text) => entries
		.map(e => [e, text(e.row)])
		.sort((a, b) => collator.compare(a[1], b[1]))
		.forEach(([e], i) => { e[member] = i; });

	place('byName', row => row.name);
	place('byNumber', row => row.candidate);
	place('bySeat', row =>
		`${row.room ?? ''} ${row.seat ?? ''} ${row.candidate}`);
}

const difference = (a, b) => (a === b ? 0 : a < b ? -1 : 1);

function comparison({by, down}) {
	const key = keys[by];
	const sign = down ? -1 : 1;
	return (a, b) => sign * difference(key(a), key(b)) ||
		(by === 'attention' ? difference(a.since, b.since) : 0) ||
		a.bySeat - b.bySeat;
}

function passes(filter, words) {
	const {states, rooms, onlyAttention} = filter;
	return e => (states.size === 0 || states.has(e.row.state)) &&
		(rooms.size === 0 || rooms.has(e.row.room)) &&
		(!onlyAttention || e.kinds.length > 0) &&
		words.every(word => e.text.includes(` ${word}`));
}

/** filter: states, rooms (sets; empty: all), onlyAttention, search, by, down. */
export function arrange(entries, filter) {
	const words = plain(filter.search).split(/\s+/).filter(Boolean);
	return entries.filter(passes(filter, words)).sort(comparison(filter));
}
