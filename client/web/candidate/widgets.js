// widgets: what several views are made of.
import {Problem, Unreachable} from '../shared/api.js';
import {announce, el, fill, newId} from '../shared/dom.js';
import {problemWords} from '../shared/problem.js';
import {has, t} from '../shared/strings.js';

/** A page of one thing: its heading, and what belongs to it. */
export function sheet(title, ...children) {
	return el('section', {class: 'sheet card stack'},
		el('h1', {tabindex: -1}, title), ...children);
}

export function button(label, press, attributes = {}) {
	return el('button', {type: 'button', on: {click: press}, ...attributes},
		label);
}

/** Plain text; a blank line separates paragraphs. */
export function paragraphs(text, attributes = {}) {
	return text.split(/\n{2,}/).map(p =>
		el('p', {class: 'text', ...attributes}, p));
}

/** Why not, in the person's language where the rule is known. */
export function wordsOf(error) {
	if (!(error instanceof Problem))
		return error instanceof Unreachable ? problemWords(error) :
			error.message;
	const own = [`rule.${error.rule}`, `why.${error.kind}`].find(has);
	return own ? t(own) : problemWords(error);
}

/**
 * A button that asks the server for something, and the words about it: it
 * cannot be pressed twice, and says what is wrong.
 */
export function action(label, perform, attributes = {class: 'main'}) {
	const words = el('p', {class: 'help', role: 'status'});
	let busy = false;
	const press = async () => {
		if (busy)
			return;
		busy = true;
		node.setAttribute('aria-disabled', 'true');
		fill(words, t('act.wait'));
		try {
			await perform();
			fill(words);
		} catch (error) {
			fill(words, el('span', {class: 'mistake'},
				wordsOf(error)));
		}
		busy = false;
		node.removeAttribute('aria-disabled');
	};
	const node = button(label, press, attributes);
	return el('div', {class: 'action'}, node, words);
}

function dialogOf(title, children) {
	const id = newId('dialog');
	const dialog = el('dialog', {'aria-labelledby': id},
		el('form', {method: 'dialog', class: 'stack'},
			el('h2', {id}, title), ...children));
	document.body.append(dialog);
	return dialog;
}

function shown(dialog) {
	return new Promise(resolve => {
		dialog.addEventListener('close', () => {
			dialog.remove();
			resolve(dialog.returnValue);
		});
		dialog.showModal();
	});
}

const choice = (label, value, attributes = {}) =>
	el('button', {value, ...attributes}, label);

/** Asks before something that cannot be undone. */
export async function confirm(title, words, yes, no = t('ask.no')) {
	const dialog = dialogOf(title, [...paragraphs(words),
		el('div', {class: 'row'}, choice(yes, 'yes', {class: 'main'}),
			choice(no, '', {autofocus: true}))]);
	return await shown(dialog) === 'yes';
}

/** Asks for words; empty: none were given. */
export async function askWords({title, words, label, yes, value = '',
	required = true}) {
	const id = newId('words');
	const text = el('textarea', {id, rows: 4, maxlength: 1000, required,
		value});
	const dialog = dialogOf(title, [
		words ? el('p', {}, words) : null,
		el('div', {class: 'field'}, el('label', {for: id}, label),
			text),
		el('div', {class: 'row'}, choice(yes, 'yes', {class: 'main'}),
			choice(t('ask.cancel'), '', {formnovalidate: true}))]);
	const answer = await shown(dialog);
	return answer === 'yes' ? text.value.trim() : null;
}

/** Any content, and a button that closes it. */
export function showDialog(title, ...children) {
	return shown(dialogOf(title, [...children,
		el('div', {class: 'row'},
			choice(t('ask.close'), '', {class: 'main'}))]));
}

/** Said and seen at one place; says the same only once. */
export function statusLine(attributes = {}) {
	const node = el('p', {class: 'help', ...attributes});
	return {node, say(text, aloud = true) {
		if (node.textContent === text)
			return;
		node.textContent = text;
		if (aloud && text !== '')
			announce(text);
	}};
}
