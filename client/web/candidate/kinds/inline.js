// inline: a list where the running text has a gap.
import {el} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';

export function inlineControl({interaction, label, change}) {
	const root = el('select', {class: 'gap', 'aria-label': label, on: {
		change: () => change(root.value === '' ? [] :
			[Number(root.value)])}},
		el('option', {value: ''}, t('inline.choose')),
		interaction.choices.map(({choice, text}) =>
			el('option', {value: String(choice)}, text)));
	return {root,
		show([value]) { root.value = value === undefined ? '' :
			String(value); },
		enable(able) { root.disabled = !able; }};
}
