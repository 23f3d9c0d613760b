// settings: the dialog to change them; what is changed is seen at once.
import {el, newId} from '../../shared/dom.js';
import {languageNow, t} from '../../shared/strings.js';
import {Settings} from '../settings.js';
import {showDialog} from '../widgets.js';

function list(label, name, value, entries, change) {
	const id = newId(name);
	const select = el('select', {id, on: {
		change: () => change(select.value)}},
		entries.map(([v, words]) => el('option', {value: v}, words)));
	select.value = String(value);
	return el('div', {class: 'field'}, el('label', {for: id}, label),
		select);
}

function tick(label, value, change) {
	const box = el('input', {type: 'checkbox', checked: value, on: {
		change: () => change(box.checked)}});
	return el('label', {class: 'tick'}, box, label);
}

// languages: {en: 'English', …}; speak(language) changes to it.
export function settingsDialog(settings, {languages, speak}) {
	const set = name => value => settings.set(name, value);
	return showDialog(t('settings.title'),
		el('p', {class: 'help'}, t('settings.words')),
		list(t('settings.size'), 'size', settings.get('size'),
			Settings.sizes.map(s => [s, `${s} %`]),
			v => settings.set('size', Number(v))),
		list(t('settings.theme'), 'theme', settings.get('theme'),
			Settings.themes.map(v => [v,
				t(`settings.theme.${v || 'system'}`)]),
					set('theme')),
		list(t('settings.language'), 'language', languageNow(),
			Object.entries(languages), speak),
		tick(t('settings.wide'), settings.get('wide'), set('wide')),
		tick(t('settings.ruler'), settings.get('ruler'), set('ruler')),
		tick(t('settings.time'), settings.get('showTime'),
			set('showTime')));
}
