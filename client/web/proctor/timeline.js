// timeline: what happened in an attempt, in words, and what follows from it.

import {countdown, duration, has, t} from '../shared/strings.js';

const CONNECTION = new Set(['signed-in', 'signed-out', 'device-moved',
	'ticket-issued', 'compensated', 'incident']);
const SMALL = new Set(['answered', 'flagged', 'item-left', 'seen']);
const TIME = new Set(['registered', 'extended', 'compensated', 'reopened']);

/** Which events a reader wants. */
export const VIEWS = {
	important: e => !SMALL.has(e.kind),
	connection: e => CONNECTION.has(e.kind),
	everything: () => true,
};

const by = name => (name === 'candidate' || name === 'server'
	? t(`by.${name}`) : name);

export const eventBy = e => by(e.by);

function eventKey(e) {
	if (e.kind === 'signed-in' && e.waits)
		return 'event.signed-in.waits';
	if (e.kind === 'flagged' && !e.set)
		return 'event.flagged.cleared';
	if (e.kind === 'device-moved' && e.device === 0)
		return 'event.device-moved.free';
	return `event.${e.kind}`;
}

/** "Section 2 entered". */
export function eventWords(e) {
	const key = eventKey(e);
	return has(key) ? t(key, {section: e.section, item: e.item,
		device: e.device, time: e.ms === undefined ? '' : duration(e.ms)})
		: e.text;
}

const DIGEST = /#[0-9a-f]{64}/g;	// of a bank; nobody reads it here

/** What somebody gave as the reason, and their own words. */
export const eventReason = e => [
	e.reason && has(`reason.${e.reason}`) ? t(`reason.${e.reason}`) : '',
	(e.words ?? '').replaceAll(DIGEST, '')].filter(Boolean).join(': ');

/* ---- progress: who was in which section from when to when ---- */

function enter(sections, e) {
	sections.push({section: e.section, entered: e.at, closed: null,
		items: new Set()});
}

/** [{section, entered, closed, answered}] in the order of entering. */
export function progress(events) {
	const sections = [];
	for (const e of events) {
		const last = sections.at(-1);
		if (e.kind === 'section-entered')
			enter(sections, e);
		else if (e.kind === 'answered' && last)
			last.items.add(e.item);
		else if (e.kind === 'section-closed' && last)
			last.closed = e.at;
		else if (['submitted', 'expired', 'terminated'].includes(e.kind) &&
		    last)
			last.closed ??= e.at;
		else if (e.kind === 'reopened' && last)
			last.closed = null;
	}
	return sections.map(({items, ...s}) => ({...s, answered: items.size}));
}

/* ---- entitlement: how much time, and since when ---- */

function registered(e) {
	const parts = [e.factor_thousandths === 1000 ? t('entitled.plain')
		: t('entitled.factor', {factor: e.factor_thousandths / 1000})];
	if (e.ms > 0)
		parts.push(t('entitled.extra', {time: duration(e.ms)}));
	return parts.join(', ');
}

const gift = {
	registered,
	extended: e => t('entitled.extended', {time: duration(e.ms)}),
	compensated: e => t('entitled.compensated', {time: duration(e.ms)}),
	reopened: e => t('entitled.reopened', {time: countdown(e.ms)}),
};

/** [{at, by, words, reason}] for all that gave time. */
export const entitlement = events => events
	.filter(e => TIME.has(e.kind) && (e.kind !== 'reopened' || e.ms > 0))
	.map(e => ({at: e.at, by: eventBy(e), words: gift[e.kind](e),
		reason: eventReason(e)}));
