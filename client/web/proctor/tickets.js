// tickets: access codes, shown once, on the screen and on paper.

import {el} from '../shared/dom.js';
import {dateTime, t} from '../shared/strings.js';
import {actions, button, openDialog} from './dialog.js';

const fact = (name, value) => value &&
	[el('dt', {}, name), el('dd', {}, value)];

const place = ticket => (ticket.room_title
	? `${ticket.room_title}, ${ticket.seat}` : ticket.seat);

const sheet = ticket => el('section', {class: 'ticket'},
	el('h3', {}, ticket.name),
	el('dl', {},
		fact(t('column.number'), ticket.candidate),
		fact(t('ticket.exam'), ticket.title),
		fact(t('ticket.opens'), dateTime(ticket.opens, ticket.zone)),
		fact(t('column.seat'), place(ticket)),
		fact(t('ticket.code'), el('span', {class: 'code'}, ticket.code))));

/** They cannot be seen again: closing asks nothing, but says so before. */
export function showTickets(tickets) {
	const dialog = openDialog({title: t('ticket.title', {n: tickets.length}),
		isBroad: true, content: [
			el('p', {class: 'note screen-only'}, t('ticket.once')),
			el('div', {class: 'tickets'}, tickets.map(sheet)),
			el('div', {class: 'screen-only'}, actions(
				button(t('ticket.print'), () => print(), 'main'),
				button(t('ticket.close'), () => dialog.close())))]});
	return dialog;
}
