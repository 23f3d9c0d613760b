// choice: one of several, or several of them.
import {el, hidden} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';
import {button, statusLine} from '../widgets.js';
import {choiceHint, letter} from './hints.js';

// Struck out here alone: it stays a choice that can be made.
function strikeButton({choice}, {struck, strike}, row) {
	const show = () => {
		const on = struck(choice);
		row.classList.toggle('struck', on);
		node.setAttribute('aria-pressed', String(on));
	};
	const node = button([el('span', {'aria-hidden': 'true'}, 'S'),
		hidden(t('choice.strike', {letter: letter(choice)}))], () => {
		strike(choice, !struck(choice));
		show();
	}, {class: 'strike', title: t('choice.strike',
		{letter: letter(choice)})});
	show();
	return node;
}

function choiceRow(c, type, name, part) {
	const input = el('input', {type, name, value: String(c.choice)});
	const row = el('div', {class: 'choice'},
		el('label', {}, input,
			el('span', {class: 'letter', 'aria-hidden': 'true'},
				letter(c.choice)),
			el('span', {class: 'text'}, c.text)));
	row.append(strikeButton(c, part, row));
	return {row, input};
}

export function choiceControl(part) {
	const {interaction, name, change} = part;
	const single = interaction.max === 1;
	const rows = interaction.choices.map(c =>
		choiceRow(c, single ? 'radio' : 'checkbox', name, part));
	const status = statusLine();
	const chosen = () => rows.filter(({input}) => input.checked)
		.map(({input}) => Number(input.value));

	const picked = event => {
		if (chosen().length > interaction.max) {
			event.target.checked = false;
			status.say(t('choice.full', {n: interaction.max}));
			return;
		}
		status.say('');
		change(chosen());
	};
	const root = el('fieldset', {class: 'choices', on: {change: picked}},
		el('legend', {}, part.prompt ?? choiceHint(interaction)),
		part.prompt ? el('p', {class: 'help'},
			choiceHint(interaction)) :
			null,
		rows.map(({row}) => row), status.node);
	return {root,
		show(values) {
			for (const {input} of rows)
				input.checked =
					values.includes(Number(input.value));
		},
		enable(able) { root.disabled = !able; }};
}
