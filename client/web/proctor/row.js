// row: a candidate as a line of the room.

import {el, hidden} from '../shared/dom.js';
import {countdown, t, time} from '../shared/strings.js';
import {calls} from './attention.js';
import {SORTS} from './order.js';
import {isUnseen} from './shown.js';

/** Columns that have a head to sort by, in their order. */
const HEADS = {name: 'column.name', seat: 'column.seat',
	state: 'column.state', progress: 'column.progress', left: 'column.left',
	saved: 'column.saved', attention: 'column.attention'};
export const N_COLUMNS = 1 + Object.keys(HEADS).length;

const sortText = {attention: 'sort.attention', seat: 'column.seat',
	name: 'column.name', number: 'column.number', state: 'column.state',
	progress: 'column.progress', left: 'column.left', saved: 'column.saved'};

/** The same choice where there is no head: [[by, words], …]. */
export const sortChoices = () => SORTS.map(by => [by, t(sortText[by])]);

/** The head of the list; show(filter) tells what it is sorted by. */
export function makeHead(onSort) {
	const head = el('div', {class: 'list-head', role: 'row',
		'aria-rowindex': 1},
	el('span', {role: 'columnheader', class: 'c-choose'},
		hidden(t('column.choose'))));
	for (const [by, key] of Object.entries(HEADS))
		head.append(el('span', {role: 'columnheader', class: `c-${by}`,
			data: {by}},
		el('button', {type: 'button', on: {click: () => onSort(by)}},
			t(key))));
	return head;
}

export function markSort(head, {by, down}) {
	for (const cell of head.querySelectorAll('[data-by]'))
		if (cell.dataset.by === by)
			cell.setAttribute('aria-sort', down ? 'descending'
				: 'ascending');
		else
			cell.removeAttribute('aria-sort');
}

const cell = (name, ...children) =>
	el('span', {role: 'gridcell', class: `c-${name}`}, children);

const line = (name, label) => cell(name,
	label && hidden(`${label}: `), el('span', {class: 'value'}));

/** An empty row; fillRow() says whose it is. */
export const makeRow = () => el('div', {class: 'list-row', role: 'row'},
	el('span', {role: 'gridcell', class: 'c-choose', data: {choose: ''}},
		el('input', {type: 'checkbox', tabindex: '-1'})),
	cell('name', el('b', {class: 'name'}), el('span', {class: 'number'})),
	cell('seat', hidden(`${t('column.seat')}: `),
		el('span', {class: 'value'}), ' ', el('span', {class: 'room'})),
	line('state'), line('progress'),
	line('left', t('column.left')), line('saved', t('column.saved')),
	cell('attention', el('span', {class: 'value'})));

function put(row, selector, text) {
	const at = row.querySelector(selector);
	if (at.textContent !== text)
		at.textContent = text;
}

/* Only where there are several. */
const roomText = (room, rooms) => (rooms.size > 1 && room !== null
	? rooms.get(room) ?? room : '');

function progressText(row) {
	if (row.items === 0)
		return '–';
	return row.section === null
		? t('progress.items', {n: row.answered, all: row.items})
		: t('progress.section', {section: row.section, n: row.answered,
			all: row.items});
}

/** One thing to look at, in words. */
export function kindText(kind, row) {
	return t(`attention.${kind}`, {text: row.help ?? '',
		n: kind === 'report' ? row.reports : row.incidents});
}

function fillMarks(row, entry) {
	const place = row.querySelector('.c-attention .value');
	const words = entry.kinds.map(kind => kindText(kind, entry.row));
	const unseen = isUnseen(entry.row);
	const key = [unseen, ...entry.kinds.map((k, i) => `${k} ${words[i]}`)]
		.join('\n');

	row.classList.toggle('calls', calls(entry.kinds));
	if (place.dataset.key === key)
		return;
	place.dataset.key = key;
	place.replaceChildren(...entry.kinds.map((kind, i) =>
		el('span', {class: `mark mark-${kind}`}, words[i], ' ')),
	...(unseen ? [el('span', {class: 'unseen'}, t('shown.row'))] : []));
}

/** facts: rooms (ident → title), zone. */
export function fillRow(row, entry, isChosen, {rooms, zone}) {
	const r = entry.row;
	const box = row.querySelector('input');

	box.checked = isChosen;
	box.setAttribute('aria-label', t('choose.one', {name: r.name}));
	put(row, '.name', r.name);
	put(row, '.number', r.candidate);
	put(row, '.c-seat .value', r.seat ?? '–');
	put(row, '.c-seat .room', roomText(r.room, rooms));
	put(row, '.c-state .value', t(`state.${r.state}`));
	put(row, '.c-progress .value', progressText(r));
	put(row, '.c-left .value', entry.left === null ? '–'
		: countdown(entry.left));
	put(row, '.c-saved .value', r.last_saved === null ? '–'
		: time(r.last_saved, zone, {second: '2-digit'}));
	row.dataset.state = r.state;
	fillMarks(row, entry);
}
