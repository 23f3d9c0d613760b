// text: a word, a few words, or a number.
import {el, newId} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';
import {cleanText} from '../response.js';
import {statusLine} from '../widgets.js';

// As the server reads numbers: a point or a comma before decimals.  "1,234"
// could be either, and is none.
const NUMBER = /^\s*[+-]?(\d+(\.\d*|,\d+)?|[.,]\d+)([eE][+-]?\d+)?\s*$/;
const AMBIGUOUS = /^\s*[+-]?([1-9]|\d\d|\d{3}),\d{3}([eE][+-]?\d+)?\s*$/;

export function isNumber(text) {
	return NUMBER.test(text) && !AMBIGUOUS.test(text);
}

function mistake({format}, text) {
	if (format !== 'number' || text.trim() === '' || isNumber(text))
		return '';
	return t(AMBIGUOUS.test(text) ? 'number.ambiguous' : 'number.none');
}

function hint({format, max_length: n}, unit) {
	if (format !== 'number')
		return t('text.hint', {n});
	return unit ? t('number.unit', {unit}) : t('number.hint');
}

/** In running text there is no place for a label; it is named all the same. */
export function textControl({interaction, label, prompt, unit, inline, change,
	flush}) {
	const id = newId('text');
	const help = el('p', {class: 'help', id: newId('help')},
		hint(interaction, unit));
	const status = statusLine({class: 'mistake'});
	const check = () => {
		const words = mistake(interaction, input.value);
		input.setAttribute('aria-invalid', String(words !== ''));
		status.say(words);
	};
	const input = el('input', {id, type: 'text', class: inline ? 'gap' : '',
		maxlength: interaction.max_length, autocomplete: 'off',
		autocapitalize: 'off', spellcheck: 'false', dir: 'auto',
		inputmode: interaction.format === 'number' ? 'decimal' : null,
		'aria-label': inline ? label : null,
		'aria-describedby': inline ? null : help.id,
		on: {
			input: () => change(input.value === '' ? [] :
				[cleanText(input.value)], {typed: true}),
			change: () => { check(); flush(); }}});
	const root = inline ? el('span', {class: 'gap-text'}, input) :
		el('div', {class: 'field'},
			el('label', {for: id}, prompt ?? label),
			el('span', {class: 'row'}, input,
				unit ? el('span', {}, unit) : null),
			help, status.node);
	return {root,
		show([value = '']) {
			if (cleanText(input.value) !== value)
				input.value = value;
		},
		enable(able) { input.readOnly = !able; }};
}
