// act_form: the fields that an act asks for, and what is wrong with them.

import {el, newId} from '../shared/dom.js';
import {t} from '../shared/strings.js';
import {REASONS} from './acts.js';

const WORDS_MAX = 1000;
const MINUTES_MAX = 720;
const QUICK_MINUTES = [5, 10, 15, 30];

/* A labelled control; check() tells what is wrong with it, or ''. */
function field(label, control, {help, check, beside}) {
	const id = newId('field');
	const mistake = el('p', {class: 'mistake', id: `${id}-mistake`,
		hidden: true});
	const about = help && el('p', {class: 'help', id: `${id}-help`}, help);

	control.id = id;
	control.setAttribute('aria-describedby',
		`${help ? about.id : ''} ${mistake.id}`.trim());
	return {
		element: el('div', {class: 'field'},
			el('label', {for: id}, label), about, control, beside,
			mistake),
		control,
		isRight() {
			const words = check(control.value.trim());
			mistake.textContent = words;
			mistake.hidden = words === '';
			control.setAttribute('aria-invalid', words !== '');
			return words === '';
		},
	};
}

const required = key => value => (value === '' ? t(key) : '');

const area = (value = '') => el('textarea', {rows: 2, maxlength: WORDS_MAX,
	value});

function reasonField(isOptional, chosen = '') {
	const select = el('select', {},
		el('option', {value: ''}, t(isOptional ? 'reason.none'
			: 'reason.choose')),
		REASONS.map(code => el('option', {value: code},
			t(`reason.${code}`))));
	select.value = chosen;
	return field(t('field.reason'), select, {
		check: isOptional ? () => '' : required('mistake.reason')});
}

function wordsField(isOptional, words) {
	return field(t(isOptional ? 'field.words.optional' : 'field.words'),
		area(words), {help: t('field.words.help'),
			check: isOptional ? () => '' : required('mistake.words')});
}

function minutesField(least, given) {
	const input = el('input', {type: 'number', min: least,
		max: MINUTES_MAX, step: 1, inputmode: 'numeric', value: given});
	const quick = n => el('button', {type: 'button', on: {click() {
		input.value = n;
		input.dispatchEvent(new Event('input', {bubbles: true}));
	}}}, t('minutes.short', {n}));
	const isRight = value => /^\d+$/.test(value) &&
		Number(value) >= least && Number(value) <= MINUTES_MAX;

	return field(t('field.minutes'), input, {
		beside: least > 0 && el('div', {class: 'row'},
			QUICK_MINUTES.map(quick)),
		check: value => (isRight(value) ? ''
			: t('mistake.minutes', {least, most: MINUTES_MAX}))});
}

const makers = {
	document: () => ({document: field(t('field.document'),
		el('input', {type: 'text', maxlength: WORDS_MAX,
			autocomplete: 'off'}),
		{help: t('field.document.help'),
			check: required('mistake.document')})}),
	text: () => ({text: field(t('field.text'), area(),
		{check: required('mistake.text')})}),
	minutes: (least, given) => ({minutes: minutesField(least,
		given.minutes ?? (least > 0 ? 10 : 0))}),
	why: (least, given) => ({reason: reasonField(false, given.reason),
		words: wordsField(false, given.words)}),
	'why?': () => ({reason: reasonField(true), words: wordsField(true)}),
};

/**
 * {elements, value(): as it stands, isRight(): tells what is wrong and goes to
 * the first} for the fields of an act.  given: what stands in them at first.
 */
export function actFields({fields, least = 1}, given = {}) {
	const all = Object.assign({},
		...fields.map(name => makers[name](least, given)));
	const each = Object.values(all);

	return {
		elements: each.map(f => f.element),
		value() {
			const form = Object.fromEntries(Object.entries(all)
				.map(([name, f]) => [name, f.control.value.trim()]));
			if ('minutes' in form)
				form.minutes = Number(form.minutes);
			return form;
		},
		isRight() {
			const wrong = each.filter(f => !f.isRight());
			wrong[0]?.control.focus();
			return wrong.length === 0;
		},
	};
}

/** A text that must be typed exactly, so that nothing is ended by accident. */
export const typedField = text => field(t('field.typed', {text}),
	el('input', {type: 'text', autocomplete: 'off', autocapitalize: 'off',
		spellcheck: 'false'}),
	{check: value => (value === text ? '' : t('mistake.typed', {text}))});
