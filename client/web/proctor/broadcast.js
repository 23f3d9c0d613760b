// broadcast: words to everybody in a sitting or in one room.

import {newKey, post} from '../shared/api.js';
import {el, fill, newId} from '../shared/dom.js';
import {problemWords} from '../shared/problem.js';
import {t} from '../shared/strings.js';
import {actFields} from './act_form.js';
import {actions, button, openDialog} from './dialog.js';

const labelled = (label, control) => {
	control.id = newId('field');
	return el('div', {class: 'field'}, el('label', {for: control.id}, label),
		control);
};

/* The first choice is everybody that the sender may speak to. */
const roomChoice = (rooms, chosen) => el('select', {value: chosen ?? ''},
	el('option', {value: ''}, t('broadcast.everybody')),
	[...rooms].map(([room, title]) => el('option', {value: room,
		selected: room === chosen}, title)));

/** rooms: ident → title, those of this account; onDone({sent, announcement},
 * room) when it is sent. */
export function openBroadcast({sitting, rooms, room, zone, onDone}) {
	const fields = actFields({fields: ['text']});
	const choice = roomChoice(rooms, room);
	const onWall = el('input', {type: 'checkbox', checked: true,
		id: newId('wall')});
	const trouble = el('div', {role: 'alert'});
	const key = newKey();

	async function send(event) {
		event.preventDefault();
		if (!fields.isRight())
			return;
		const {text} = fields.value();
		const to = choice.value || null;
		try {
			const path = `/v1/sittings/${encodeURIComponent(sitting)}` +
				'/messages';
			const reply = await post(path, {text, ...(to && {room: to}),
				wall: onWall.checked}, {key});
			dialog.close();
			onDone(reply, to);
		} catch (error) {
			fill(trouble, el('p', {class: 'note bad'},
				problemWords(error, zone)));
		}
	}
	const dialog = openDialog({title: t('broadcast.title'),
		content: el('form', {novalidate: true, on: {submit: send}},
			rooms.size > 0 && labelled(t('broadcast.to'), choice),
			fields.elements,
			el('p', {class: 'row'}, onWall, el('label',
				{for: onWall.id}, t('broadcast.wall'))),
			trouble,
			actions(button(t('cancel'), () => dialog.close()),
				button(t('broadcast.go'), null, 'main', 'submit')))});
	dialog.element.querySelector('textarea').focus();
}
