// match: a table; each row gets its column, or its columns.
import {el, newId} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';
import {statusLine} from '../widgets.js';
import {matchHint} from './hints.js';

const same = ([row, column]) => ([r, c]) => r === row && c === column;

/**
 * The pairs after one was chosen.  A row of one pair takes the new one for the
 * old, and a column that can be used once leaves the row that had it; else a
 * limit that is reached refuses: then it is its name.
 */
export function withPair(pairs, [row, column], limits) {
	let rest = pairs;
	if (limits.row_max === 1)
		rest = rest.filter(([r]) => r !== row);
	if (limits.column_max === 1)
		rest = rest.filter(([, c]) => c !== column);
	const inRow = rest.filter(([r]) => r === row).length;
	const inColumn = rest.filter(([, c]) => c === column).length;
	if (inRow >= limits.row_max)
		return 'row';
	if (inColumn >= limits.column_max)
		return 'column';
	return rest.length >= limits.max ? 'all' : [...rest, [row, column]];
}

function head(columns, prompt, ids) {
	return el('thead', {role: 'rowgroup'}, el('tr', {role: 'row'},
		el('td', {role: 'cell'}),
		columns.map(({column, text}) => el('th', {scope: 'col',
			role: 'columnheader', id: ids.column(column)}, text))));
}

function cell({row}, {column, text}, type, name, ids) {
	const input = el('input', {type, name: `${name}-${row}`,
		data: {row, column},
		'aria-labelledby': `${ids.row(row)} ${ids.column(column)}`});
	return el('td', {role: 'cell'}, el('label', {}, input,
		el('span', {class: 'column-name', 'aria-hidden': 'true'},
			text)));
}

function table(interaction, name, caption) {
	const id = newId('match');
	const ids = {row: n => `${id}-r${n}`, column: n => `${id}-c${n}`};
	const type = interaction.row_max === 1 ? 'radio' : 'checkbox';
	return el('table', {class: 'match', role: 'table'},
		el('caption', {}, caption),
		head(interaction.columns, caption, ids),
		el('tbody', {role: 'rowgroup'}, interaction.rows.map(r =>
			el('tr', {role: 'row'},
				el('th', {scope: 'row', role: 'rowheader',
					id: ids.row(r.row)}, r.text),
				interaction.columns.map(c =>
					cell(r, c, type, name, ids))))));
}

export function matchControl({interaction, name, prompt, change}) {
	const status = statusLine();
	const hint = matchHint(interaction);
	const root = el('fieldset', {class: 'matching'},
		prompt ? el('p', {class: 'help'}, hint) : null,
		el('div', {class: 'scrolls'},
			table(interaction, name, prompt ?? hint)), status.node);
	let pairs = [];

	const show = values => {
		pairs = values;
		for (const input of root.querySelectorAll('input'))
			input.checked =
				pairs.some(same([Number(input.dataset.row),
				Number(input.dataset.column)]));
	};
	root.addEventListener('change', ({target}) => {
		const pair = [Number(target.dataset.row),
			Number(target.dataset.column)];
		const rest = pairs.filter(p => !same(pair)(p));
		const next = target.checked ?
			withPair(rest, pair, interaction) : rest;
		if (typeof next === 'string') {
			status.say(t(`match.full.${next}`));
			show(pairs);
			return;
		}
		status.say(next.length <= rest.length && target.checked &&
			rest.length === pairs.length &&
			interaction.column_max === 1 ? t('match.moved') : '');
		show(next);
		change(next);
	});
	return {root, show,
		enable(able) { root.disabled = !able; }};
}
