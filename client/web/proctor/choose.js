// choose: which sitting, and which of its rooms.  Only what this account may
// see is offered.

import {get, Problem} from '../shared/api.js';
import {clock} from '../shared/clock.js';
import {el, fill} from '../shared/dom.js';
import {problemWords} from '../shared/problem.js';
import {t, time} from '../shared/strings.js';
import {placeHash} from './place.js';

const EACH = 12;	// sittings asked about, of now, next and earlier

const path = sitting => `/v1/sittings/${encodeURIComponent(sitting)}/rooms`;

/** {rooms: those that are mine, isAll: every one is} or null: none is. */
async function accessTo(sitting) {
	try {
		const {rooms} = await get(path(sitting.sitting));
		const mine = rooms.filter(r => r.mine);
		return rooms.length > 0 && mine.length === 0 ? null
			: {rooms: mine, isAll: mine.length === rooms.length};
	} catch (error) {
		if (error instanceof Problem && error.status === 403)
			return null;
		throw error;
	}
}

function group(sittings) {
	const now = clock.now();
	const is = {
		now: s => Date.parse(s.opens) <= now + 3_600_000 &&
			now < Date.parse(s.closes),
		next: s => Date.parse(s.opens) > now + 3_600_000,
		earlier: s => Date.parse(s.closes) <= now,
	};
	const order = {now: 1, next: 1, earlier: -1};
	return Object.entries(is).map(([name, test]) => [name, sittings
		.filter(test)
		.sort((a, b) => order[name] * a.opens.localeCompare(b.opens))
		.slice(0, EACH)]);
}

const when = s => t('sitting.when', {
	day: time(s.opens, s.zone, {weekday: 'short', day: 'numeric',
		month: 'short', hour: undefined, minute: undefined}),
	from: time(s.opens, s.zone), to: time(s.closes, s.zone), zone: s.zone});

const link = (place, ...children) =>
	el('a', {class: 'button', href: placeHash(place)}, children);

function ways(sitting, {rooms, isAll}) {
	const to = room => ({sitting: sitting.sitting, room});
	const whole = rooms.length !== 1 && link(to(null),
		t(isAll ? 'choose.whole' : 'choose.mine'));
	return [whole, rooms.map(r => link(to(r.room), r.title, ' ',
		el('span', {class: 'help'}, t('people', {n: r.candidates}))))];
}

const card = (sitting, access) => el('li', {class: 'card'},
	el('h3', {}, sitting.title),
	el('p', {class: 'help'}, when(sitting), ' · ',
		t('people', {n: sitting.candidates})),
	el('div', {class: 'row'}, ways(sitting, access)));

async function groupView([name, sittings]) {
	const access = await Promise.all(sittings.map(accessTo));
	const cards = sittings.flatMap((s, i) => (access[i]
		? [card(s, access[i])] : []));
	return cards.length > 0 && el('section', {},
		el('h2', {}, t(`choose.${name}`)),
		el('ul', {class: 'sittings'}, cards));
}

/** The page; onError(error) when nothing can be asked. */
export function chooseView({onError}) {
	const place = el('div', {class: 'stack'}, el('p', {role: 'status'},
		t('loading')));

	async function load() {
		const {sittings} = await get('/v1/sittings');
		const views = (await Promise.all(group(sittings).map(groupView)))
			.filter(Boolean);
		fill(place, views.length > 0 ? views
			: el('p', {class: 'note'}, t('choose.none')));
	}
	load().catch(error => {
		fill(place, el('p', {class: 'note bad'}, problemWords(error)));
		onError(error);
	});
	return el('div', {}, el('h1', {tabindex: '-1'}, t('choose.title')),
		place);
}
