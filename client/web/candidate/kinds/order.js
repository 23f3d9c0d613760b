// order: entries in a list; buttons move them, and so does dragging.
import {announce, el, fill, hidden} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';
import {button} from '../widgets.js';

/** The list with the entry at one place moved to another. */
export function moved(list, from, to) {
	const rest = list.filter((_, i) => i !== from);
	return [...rest.slice(0, to), list[from], ...rest.slice(to)];
}

export function orderControl({interaction, prompt, change}) {
	const texts = new Map(interaction.choices.map(c => [c.choice, c.text]));
	const list = el('ol', {class: 'ordering'});
	const state = el('p', {class: 'help'});
	const keep = button(t('order.keep'), () => set(order), {});
	let order = [...texts.keys()];
	let able = true;

	const set = next => {
		show(next);
		change(next);
	};
	const move = (from, to) => {
		const choice = order[from];
		set(moved(order, from, to));
		announce(t('order.moved', {text: texts.get(choice),
			n: to + 1}));
		return choice;
	};
	const step = (from, by) => {
		const choice = move(from, from + by);
		const row = [...list.children].find(({dataset}) =>
			Number(dataset.choice) === choice);
		const same = row.querySelector(`[data-by="${by}"]`);
		(same.disabled ? row.querySelector('button:enabled') : same)
			.focus();
	};
	const mover = (i, by, label, sign) => button([
		el('span', {'aria-hidden': 'true'}, sign), hidden(label)],
		() => step(i, by), {data: {by}, title: label,
			disabled: !able || order[i + by] === undefined});
	const row = (choice, i) => el('li', {draggable: able, data: {choice}},
		el('span', {class: 'place numbers', 'aria-hidden': 'true'},
			i + 1),
		el('span', {class: 'text'}, texts.get(choice)),
		el('span', {class: 'movers'},
			mover(i, -1, t('order.up', {text: texts.get(choice)}),
				'↑'),
			mover(i, 1, t('order.down', {text: texts.get(choice)}),
				'↓')));

	function show(values) {
		const rest = [...texts.keys()].filter(c => !values.includes(c));
		order = [...values, ...rest];
		fill(list, order.map(row));
		fill(state,
			t(values.length === 0 ? 'order.open' : 'order.set'));
		keep.hidden = values.length === order.length;
	}

	dragging(list, move);
	const root = el('fieldset', {class: 'orderable'},
		el('legend', {}, prompt ?? t('order.hint')),
		prompt ? el('p', {class: 'help'}, t('order.hint')) : null,
		list, el('div', {class: 'row'}, state, keep));
	return {root, show,
		enable(now) {
			able = now;
			root.disabled = !now;
			for (const li of list.children)
				li.draggable = now;
		}};
}

function place(list, target) {
	return [...list.children].indexOf(target.closest('li'));
}

function dragging(list, move) {
	let from = -1;
	const mark = target => {
		for (const li of list.children)
			li.classList.toggle('over',
				li === target?.closest('li'));
	};
	list.addEventListener('dragstart', event => {
		from = place(list, event.target);
		event.dataTransfer.effectAllowed = 'move';
		event.dataTransfer.setData('text/plain', '');
	});
	list.addEventListener('dragover', event => {
		if (from < 0)
			return;
		event.preventDefault();
		mark(event.target);
	});
	list.addEventListener('drop', event => {
		const to = place(list, event.target);
		event.preventDefault();
		if (from >= 0 && to >= 0 && to !== from)
			move(from, to);
	});
	list.addEventListener('dragend', () => {
		from = -1;
		mark(null);
	});
}
