// main: signs in, finds the place that the address says, and shows it.

import {get, jitter, mayPass, pause, Problem} from '../shared/api.js';
import {clock} from '../shared/clock.js';
import {byId, el, fill, focusOn} from '../shared/dom.js';
import {problemWords} from '../shared/problem.js';
import {keepLanguage, languageNow, t, use} from '../shared/strings.js';
import {chooseView} from './choose.js';
import {button} from './dialog.js';
import {Live} from './live.js';
import {placeNow} from './place.js';
import {forget, me, signOut} from './session.js';
import {signInView} from './sign_in.js';
import {Wall} from './wall.js';

const LANGUAGES = {
	en: ['../strings/shared.en.json', '../strings/proctor.en.json'],
	es: ['../strings/shared.es.json', '../strings/proctor.es.json'],
};
const NAMES = {en: 'English', es: 'Español'};
const THEMES = ['system', 'light', 'dark', 'contrast'];
const AGAIN_MS = 2000;

const main = byId('main');
let view = null;	// the room or wall that is shown
let turn = 0;		// of showing; a late answer is for an older one

const isSignedOut = error => error instanceof Problem &&
	error.status === 401;

/* ---- the frame ---- */

function theme() {
	try {
		return localStorage.getItem('exam.theme') ?? 'system';
	} catch {
		return 'system';
	}
}

function wear(name) {
	if (name === 'system')
		delete document.documentElement.dataset.theme;
	else
		document.documentElement.dataset.theme = name;
	try {
		localStorage.setItem('exam.theme', name);
	} catch {
		// then only for now
	}
}

async function speak(language) {
	keepLanguage(language);
	await use(LANGUAGES, language);
	frame();
	show();
}

const choice = (label, names, chosen, onChange) =>
	el('label', {class: 'row'}, el('span', {}, label),
		el('select', {on: {change: e => onChange(e.target.value)}},
			names.map(([value, text]) => el('option',
				{value, selected: value === chosen}, text))));

function frame() {
	fill(byId('head'),
		el('a', {class: 'skip', href: '#main', on: {click: e => {
			e.preventDefault();
			focusOn(main.querySelector('h1') ?? main);
		}}}, t('skip')),
		el('a', {class: 'brand', href: '#'}, t('page.title')),
		el('div', {class: 'row', id: 'who'}));
	fill(byId('foot'),
		choice(t('language'), Object.entries(NAMES), languageNow(), speak),
		choice(t('theme'), THEMES.map(n => [n, t(`theme.${n}`)]),
			theme(), wear));
	fillWho();
}

function fillWho() {
	fill(byId('who'), me() !== '' && [
		el('span', {class: 'help'}, me()),
		el('a', {href: '#'}, t('choose.title')),
		button(t('sign-out'), leave, 'quiet')]);
}

async function leave() {
	await signOut().catch(() => {});
	location.hash = '';
	fillWho();
	askWho();
}

/* ---- what is shown ---- */

function put(element) {
	view?.close();
	view = null;
	fill(main, element);
}

function askWho(hint) {
	forget();
	fillWho();
	turn++;
	document.title = t('page.title');
	put(signInView({hint, onDone: () => {
		fillWho();
		show();
	}}));
	main.querySelector('input').focus();
}

function refuse(error) {
	if (isSignedOut(error)) {
		askWho(me() !== '' ? t('sign-in.again') : null);
		return;
	}
	put(el('div', {class: 'card'}, el('h1', {tabindex: '-1'},
		t('refused')), el('p', {}, problemWords(error)),
	el('a', {class: 'button', href: '#'}, t('choose.title'))));
}

/* A server that is away is asked again: nobody has to reload. */
async function insistently(path, mine) {
	for (;;) {
		try {
			return await get(path);
		} catch (error) {
			if (!mayPass(error) || mine !== turn)
				throw error;
			put(el('p', {class: 'note warn', role: 'status'},
				problemWords(error)));
			await pause(jitter(AGAIN_MS));
		}
	}
}

/* The sitting, and the rooms of it that are this account's. */
async function findSitting(place, mine) {
	const name = encodeURIComponent(place.sitting);
	const {sittings} = await insistently('/v1/sittings', mine);
	const {rooms} = await insistently(`/v1/sittings/${name}/rooms`, mine);
	return {sitting: sittings.find(s => s.sitting === place.sitting),
		rooms: rooms.filter(r => r.mine)};
}

async function showSitting(place, mine) {
	const found = await findSitting(place, mine);
	if (mine !== turn)
		return;
	const View = place.view === 'wall' ? Wall : Live;
	const made = new View({...found, place, onRefused: refuse});
	put(made.element);
	view = made;
	view.open();
}

function showChoice() {
	document.title = `${t('choose.title')} – ${t('page.title')}`;
	put(chooseView({onError: error => isSignedOut(error) &&
		refuse(error)}));
	focusOn(main.querySelector('h1'));
}

async function show() {
	const place = placeNow();
	const mine = ++turn;

	try {
		if (place.sitting === null)
			showChoice();
		else
			await showSitting(place, mine);
	} catch (error) {
		if (mine === turn)
			refuse(error);
	}
}

function follow() {
	const place = placeNow();
	const isWall = place.view === 'wall';

	if (view?.is(place) && view instanceof Wall === isWall)
		view.setPlace(place);
	else
		show();
}

await use(LANGUAGES);
wear(theme());
clock.start();
frame();
addEventListener('hashchange', follow);
if (me() === '')
	askWho();
else
	show();
