// sign_in: name and password, as password managers know them.

import {Problem} from '../shared/api.js';
import {el, fill} from '../shared/dom.js';
import {problemWords} from '../shared/problem.js';
import {t} from '../shared/strings.js';
import {button} from './dialog.js';
import {signIn} from './session.js';

const field = (label, attributes) => {
	const input = el('input', {required: true, id: attributes.name,
		...attributes});
	return {input, element: el('div', {class: 'field'},
		el('label', {for: input.id}, label), input)};
};

/* Who is refused hears it as it is said on the door. */
const words = error => (error instanceof Problem && error.status === 401
	? t('sign-in.wrong') : problemWords(error));

/** onDone() once somebody is signed in; hint: why they have to. */
export function signInView({onDone, hint}) {
	const name = field(t('sign-in.name'), {type: 'text', name: 'username',
		autocomplete: 'username', autocapitalize: 'off',
		spellcheck: 'false'});
	const password = field(t('sign-in.password'), {type: 'password',
		name: 'password', autocomplete: 'current-password'});
	const mistake = el('div', {role: 'alert'});
	const submit = button(t('sign-in.go'), null, 'main', 'submit');

	async function send(event) {
		event.preventDefault();
		submit.disabled = true;
		fill(mistake);
		try {
			await signIn(name.input.value.trim(), password.input.value);
			onDone();
		} catch (error) {
			fill(mistake, el('p', {class: 'note bad'}, words(error)));
			submit.disabled = false;
			password.input.focus();
			password.input.select();
		}
	}
	return el('div', {class: 'sign-in card'},
		el('h1', {}, t('sign-in.title')),
		hint && el('p', {class: 'note'}, hint),
		el('form', {on: {submit: send}}, name.element, password.element,
			mistake, submit));
}
