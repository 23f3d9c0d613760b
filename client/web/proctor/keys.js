// keys: what the keyboard does in the list.  Letters count only while the list
// has the keyboard (WCAG 2.1.4).

import {el} from '../shared/dom.js';
import {t} from '../shared/strings.js';
import {ACTS} from './acts.js';
import {openDialog} from './dialog.js';

const MOVES = [['↑ ↓', 'keys.move'], ['PgUp PgDn', 'keys.page'],
	['Home End', 'keys.ends'], ['Enter', 'keys.open'],
	['Space', 'keys.choose'], ['Shift ↑ ↓', 'keys.range'],
	['Ctrl A', 'keys.all'], ['Esc', 'keys.clear'], ['/', 'keys.search'],
	['!', 'keys.attention'], ['s', 'keys.seen'], ['b', 'keys.broadcast'],
	['?', 'keys.help']];

/** The act that a letter means, or null. */
export const actOfKey = key =>
	Object.keys(ACTS).find(name => ACTS[name].key === key) ?? null;

const line = (key, words) => el('tr', {},
	el('th', {scope: 'row'}, el('kbd', {}, key)), el('td', {}, words));

export function showKeys() {
	openDialog({title: t('keys.title'), content: [
		el('p', {class: 'help'}, t('keys.note')),
		el('table', {class: 'keys'}, el('tbody', {},
			MOVES.map(([key, words]) => line(key, t(words))),
			Object.keys(ACTS).map(name => line(ACTS[name].key,
				t(`act.${name}`)))))]});
}
