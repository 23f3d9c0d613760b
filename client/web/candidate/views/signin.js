// signin: candidate number and access code.
import {el, fill, newId} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';
import {Vault} from '../vault.js';
import {sheet, wordsOf} from '../widgets.js';
import {checkPanel} from './check.js';

const CODE = /^[0-9a-z]{12}$/i;
const bare = code => code.replace(/[\s-]/g, '');

// What a proctor sees of this device.
function device() {
	const brand = navigator.userAgentData?.brands
		?.find(({brand: b}) => !/not.?a.?brand/i.test(b))?.brand;
	const name = brand ?? (/(Firefox|Edg|Chrome|Safari)/
		.exec(navigator.userAgent)?.[1] ?? '');
	return `${name} ${navigator.platform ?? ''}`.trim().slice(0, 120);
}

function field(label, name, attributes, help) {
	const id = newId(name);
	const input = el('input', {id, name, type: 'text', required: true,
		autocapitalize: 'characters', spellcheck: 'false',
		'aria-describedby': `${id}-help`, ...attributes});
	return {input, node: el('div', {class: 'field'},
		el('label', {for: id}, label), input,
		el('p', {class: 'help', id: `${id}-help`}, help))};
}

// Answers of an earlier sitting on this computer that never left it.
async function waiting(session, node) {
	const kept = await Vault.attempts().catch(() => []);
	if (session.unsaved > 0)
		fill(node, t('signin.waiting', {n: session.unsaved}));
	else if (kept.length > 0)
		fill(node, t('signin.kept'));
	node.hidden = node.textContent === '';
}

export function signInView(session) {
	const number = field(t('signin.number'), 'candidate',
		{autocomplete: 'username', maxlength: 64},
			t('signin.number.help'));
	const code = field(t('signin.code'), 'code',
		{autocomplete: 'current-password', maxlength: 64,
			class: 'code', dir: 'ltr'}, t('signin.code.help'));
	const words = el('p', {class: 'mistake', role: 'alert'});
	const kept = el('p', {class: 'note', hidden: true});
	const press = el('button', {type: 'submit', class: 'main'},
		t('signin.go'));
	const fail = (text, input) => {
		fill(words, text);
		input?.focus();
	};
	const submit = async event => {
		event.preventDefault();
		const typed = bare(code.input.value);
		if (press.getAttribute('aria-disabled') === 'true')
			return;
		if (!CODE.test(typed)) {
			fail(t('signin.code.short'), code.input);
			return;
		}
		fill(words);
		press.setAttribute('aria-disabled', 'true');
		try {
			await session.signIn(number.input.value.trim(), typed,
				device());
		} catch (error) {
			fail(wordsOf(error), error.status === 401 ?
				code.input : null);
		}
		press.removeAttribute('aria-disabled');
	};
	waiting(session, kept);
	return {title: t('signin.title'), root: sheet(t('signin.title'),
		el('p', {}, t('signin.words')), kept,
		el('form', {class: 'stack', novalidate: true,
			on: {submit}}, number.node, code.node, words, press),
		checkPanel())};
}
