// extended: a text of one's own, which people read and mark.
import {el, fill, newId} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';
import {characters, cleanText, words} from '../response.js';
import {statusLine} from '../widgets.js';
import {wordsHint} from './hints.js';

export function extendedControl({interaction, label, prompt, lang, change,
	flush}) {
	const id = newId('text');
	const helpId = newId('help');
	const count = el('span', {class: 'numbers'});
	const status = statusLine({class: 'mistake'});
	const tell = () => {
		const n = characters(cleanText(area.value));
		const over = n - interaction.max_length;
		fill(count, `${t('extended.words', {n: words(area.value)})}, ${
			t('extended.characters',
				{n, most: interaction.max_length})}`);
		area.setAttribute('aria-invalid', String(over > 0));
		status.say(over > 0 ? t('extended.over', {n: over}) : '');
	};
	const area = el('textarea', {id, rows: 12, dir: 'auto', lang,
		autocomplete: 'off', spellcheck: 'false',
		'aria-describedby': helpId,
		on: {
			input: () => {
				tell();
				change(area.value === '' ? [] :
					[cleanText(area.value)], {typed: true});
			},
			change: flush}});
	const root = el('div', {class: 'field'},
		el('label', {for: id}, prompt ?? label),
		el('p', {class: 'help', id: helpId}, wordsHint(interaction)),
		area, el('p', {class: 'help'}, count), status.node);
	tell();
	return {root,
		show([value = '']) {
			if (cleanText(area.value) !== value)
				area.value = value;
			tell();
		},
		enable(able) { area.readOnly = !able; }};
}
