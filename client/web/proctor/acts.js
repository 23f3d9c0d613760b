// acts: what a proctor can do with an attempt.  A table; how it is asked and
// told is in act_dialog.js.

import {countdown, t, time} from '../shared/strings.js';

/** The server's list, in its order. */
export const REASONS = ['identity', 'technical', 'medical', 'disturbance',
	'misconduct', 'accommodation', 'candidate-request', 'organisation',
	'mistake', 'other'];

const BEFORE = ['expected', 'checked-in', 'admitted'];
const RUNNING = ['opened', 'in-section', 'on-break'];
const OPEN = [...BEFORE, ...RUNNING, 'paused'];
const ENDED = ['submitted', 'expired', 'terminated'];

const MINUTE = 60_000;
const clockAt = (ms, zone) => time(ms, zone, {second: '2-digit'});

/** When their time ends now, ms; null: no clock runs. */
const endOf = ({row}) => (row.clock.deadline === null ? null
	: Date.parse(row.clock.deadline));

function extension({row, left}, {minutes}, zone) {
	const end = endOf({row});
	if (end !== null)
		return t('effect.extend', {before: clockAt(end, zone),
			after: clockAt(end + minutes * MINUTE, zone)});
	if (left !== null)
		return t('effect.extend.left', {before: countdown(left),
			after: countdown(left + minutes * MINUTE)});
	return t('effect.extend.later', {n: minutes});
}

function resumption({left}, form, zone, now) {
	return left === null ? t('effect.resume.plain')
		: t('effect.resume', {left: countdown(left),
			end: clockAt(now + left, zone)});
}

const pausing = ({left}) => (left === null ? t('effect.pause.plain')
	: t('effect.pause', {left: countdown(left)}));

const moving = ({row}) => t(row.waiting_device ? 'effect.device.waiting'
	: 'effect.device.free');

const reopening = (entry, {minutes}) => (minutes > 0
	? t('effect.reopen.minutes', {n: minutes}) : t('effect.reopen'));

const telling = ({row}) => t(row.connected ? 'effect.message'
	: 'effect.message.away');

const why = ({reason, words}) => ({reason, words});
const timed = ({minutes, reason, words}) => ({minutes, reason, words});
const whyIfGiven = ({reason, words}) => ({
	...(reason && {reason}), ...(words && {words})});

/*
 * path	of the request, under /v1/attempts/N
 * states	in which it is possible
 * fields	document, minutes, text, why (a reason and words), why? (optional)
 * body	from what the form holds
 * effect	(entry, form, zone, now): what will happen to one of them, in words
 * key	in the list
 * undo	the act that takes it back
 * movesEnd	their time ends at another moment
 * isQuiet	the candidate is not told
 * isGrave	it is asked twice
 * proposes	a second person can be asked to confirm it
 */
export const ACTS = {
	'check-in': {path: 'check-in', key: 'c', states: ['expected',
		'checked-in'], fields: ['document', 'why?'],
	body: form => ({document: form.document, ...whyIfGiven(form)}),
	effect: () => t('effect.check-in'), isQuiet: true},
	admit: {path: 'admit', key: 'a', states: ['expected', 'checked-in'],
		fields: ['why?'], body: whyIfGiven,
		effect: () => t('effect.admit')},
	message: {path: 'messages', key: 'm', states: OPEN, fields: ['text'],
		body: ({text}) => ({text}), effect: telling},
	extend: {path: 'extend', key: 'e', states: OPEN,
		fields: ['minutes', 'why'], body: timed,
		effect: extension, movesEnd: true},
	pause: {path: 'pause', key: 'p', states: RUNNING, fields: ['why'],
		body: why, effect: pausing, undo: 'resume'},
	resume: {path: 'resume', key: 'r', states: ['paused'], fields: ['why'],
		body: why, effect: resumption, undo: 'pause', movesEnd: true},
	'move-device': {path: 'move-device', key: 'd', states: OPEN,
		fields: ['why'], body: why, effect: moving},
	ticket: {path: 'ticket', key: 'k', states: OPEN, fields: ['why'],
		body: why, isQuiet: true, effect: () => t('effect.ticket')},
	incident: {path: 'incidents', key: 'n', states: [...OPEN, ...ENDED,
		'absent'], fields: ['why'], body: why,
	effect: () => t('effect.incident'), isQuiet: true},
	reopen: {path: 'reopen', key: 'o', states: ENDED,
		fields: ['minutes', 'why'], least: 0, body: timed,
		effect: reopening, proposes: true, movesEnd: true},
	terminate: {path: 'terminate', key: 't', states: OPEN, fields: ['why'],
		body: why, effect: ({row}) => t('effect.terminate',
			{n: row.answered}), isGrave: true},
};

export const isPossible = (name, row) =>
	ACTS[name].states.includes(row.state);

export const pathOf = (name, attempt) =>
	`/v1/attempts/${attempt}/${ACTS[name].path}`;

/** The acts that make sense for one of these rows at least. */
export const possibleActs = rows => Object.keys(ACTS)
	.filter(name => rows.some(row => isPossible(name, row)));
