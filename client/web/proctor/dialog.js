// dialog: a modal dialog that is gone when it is closed.

import {el, newId} from '../shared/dom.js';
import {t} from '../shared/strings.js';

/**
 * openDialog({title, content, onClose, isBroad}) shows it; close() of what is
 * returned, Escape and the button at its head end it.  The browser gives the
 * keyboard back to where it was.
 */
export function openDialog({title, content, onClose, isBroad = false}) {
	const id = newId('dialog');
	const heading = el('h2', {id, tabindex: '-1', autofocus: true}, title);
	const end = el('button', {type: 'button', class: 'quiet dialog-end',
		'aria-label': t('close'), on: {click: () => dialog.close()}}, '✕');
	const place = el('div', {class: 'dialog-content'}, content);
	const dialog = el('dialog', {'aria-labelledby': id,
		class: isBroad ? 'broad' : null,
		on: {close: () => {
			dialog.remove();
			onClose?.();
		}}},
	el('header', {class: 'dialog-head'}, heading, end), place);

	document.body.append(dialog);
	dialog.showModal();
	return {
		element: dialog,
		close: () => dialog.close(),
		/** Another step of the same matter. */
		turnTo(next, nextTitle = heading.textContent) {
			heading.textContent = nextTitle;
			place.replaceChildren(...[next].flat().filter(Boolean));
			heading.focus();
		},
	};
}

/** Buttons at the foot: the last is the one that does it. */
export const actions = (...buttons) =>
	el('div', {class: 'row actions'}, buttons);

export const button = (text, click, kind = null, type = 'button') =>
	el('button', {type, class: kind, on: click ? {click} : {}}, text);
