// main: the candidate's page.  What is shown follows from the session.
import {clock} from '../shared/clock.js';
import {byId, el, fill, focusOn} from '../shared/dom.js';
import {keepLanguage, t, use} from '../shared/strings.js';
import {keepPage} from '../shared/worker.js';
import {Bar} from './bar.js';
import {newsWords} from './news.js';
import {Notices} from './notices.js';
import {Ruler} from './ruler.js';
import {Session} from './session.js';
import {Settings} from './settings.js';
import {claimTab} from './tab.js';
import {beforeView} from './views/before.js';
import {nextView, submitView} from './views/between.js';
import {finishView} from './views/finish.js';
import {SectionView} from './views/section.js';
import {settingsDialog} from './views/settings.js';
import {signInView} from './views/signin.js';
import {deviceView, loadingView, otherTabView, overView, pausedView,
	startingView} from './views/still.js';

const CATALOGUES = {
	en: ['../strings/shared.en.json', '../strings/candidate.en.json'],
	es: ['../strings/shared.es.json', '../strings/candidate.es.json'],
};
const LANGUAGES = {en: 'English', es: 'Español'};

const settings = new Settings();
const ruler = new Ruler();
let session = null;
let notices = null;
let bar = null;
let view = {};
let shown = '';
let elsewhere = false; // another tab is the active one

const views = {
	starting: startingView,
	tab: () => otherTabView(() => begin({steal: true})),
	'sign-in': () => signInView(session),
	over: () => overView(session, renew),
	device: deviceView,
	before: () => beforeView(session),
	next: () => nextView(session),
	submit: () => submitView(session),
	section: () => new SectionView(session, titled),
	loading: loadingView,
	paused: pausedView,
	finish: () => finishView(session),
};

const STATES = {expected: 'before', 'checked-in': 'before',
	admitted: 'before', paused: 'paused'};

function screen() {
	const {attempt, closed, paper, phase} = session;
	if (elsewhere)
		return 'tab';
	if (phase !== 'signed-in')
		return phase === 'signed-out' ? 'sign-in' : phase;
	if (attempt.device === 'waiting')
		return 'device';
	if (closed)
		return 'finish';
	if (attempt.state === 'in-section')
		return paper?.fits(attempt) || (paper?.linear &&
			paper.section === attempt.section) ? 'section' :
				'loading';
	if (STATES[attempt.state])
		return STATES[attempt.state];
	return attempt.sections.some(s => s.state === 'next') ? 'next' :
		'submit';
}

// One screen for each section, break and end: a new one is arrived at.
function keyOf(name) {
	const {attempt} = session;
	if (['section', 'next', 'finish'].includes(name))
		return `${name}/${attempt.state}/${attempt.section ??
			attempt.sections.find(s =>
				s.state === 'next')?.section}`;
	return name;
}

function titled() {
	document.title = [view.title, t('page.title')].join(' · ');
}

function render() {
	const name = screen();
	const key = keyOf(name);
	bar.update();
	if (key === shown) {
		view.update?.();
		return;
	}
	const first = shown === '';
	shown = key;
	view = views[name]();
	fill(byId('main'), view.root);
	document.body.dataset.screen = name;
	view.update?.();
	titled();
	if (!first)
		focusOn(view.root.querySelector('h1'));
	scrollTo(0, 0);
}

// A page that nobody looks at has shown nothing.
function tellSeen() {
	if (!elsewhere && document.visibilityState === 'visible')
		session.saw();
}

function show() {
	render();
	tellSeen();
}

// Questions are counted in their section.
function placeOf(item) {
	const section = session.attempt.sections.find(s =>
		s.first_item <= item && item < s.first_item + s.items);
	return section ? item - section.first_item + 1 : item;
}

function onNews(kind, facts) {
	const words = newsWords(kind, {...facts, n: placeOf(facts.item)});
	if (words !== null)
		notices.say(words.text, words);
}

function newSession() {
	session?.stop();
	session = new Session({onChange: show, onNews});
	shown = '';
	furnish();
}

// Everything around the view; again when the language changes.
function furnish() {
	notices = new Notices();
	bar = new Bar(session, settings, notices, openSettings);
	fill(byId('page'),
		el('a', {class: 'skip', href: '#main'}, t('skip')),
		bar.root, notices.node,
		el('main', {id: 'main', class: 'page', tabindex: -1}));
}

async function speak(language) {
	keepLanguage(language);
	await use(CATALOGUES, language);
	shown = '';
	document.querySelector('dialog[open]')?.close();
	furnish();
	render();
	openSettings();
}

function openSettings() {
	settingsDialog(settings, {languages: LANGUAGES, speak});
}

function lost() {
	elsewhere = true;
	session.flush();
	session.stop();
	render();
}

async function begin({steal = false} = {}) {
	elsewhere = !await claimTab({steal, onLost: lost});
	newSession();
	render();
	if (!elsewhere)
		await session.start();
}

async function renew() {
	newSession();
	session.phase = 'signed-out';
	render();
}

function watch() {
	clock.start();
	clock.addEventListener('tick', () => {
		bar.tick();
		view.tick?.();
	});
	clock.addEventListener('slept', () => session.slept());
	addEventListener('online', () => session.hurry());
	document.addEventListener('visibilitychange', () => {
		session.flush();
		tellSeen();
	});
	addEventListener('pagehide', () => session.flush());
	addEventListener('beforeunload', event => {
		if (!elsewhere && session.unsaved > 0)
			event.preventDefault();
	});
	settings.addEventListener('change', () => {
		ruler.show(settings.get('ruler'));
		bar.tick();
	});
}

settings.apply();
await use(CATALOGUES);
newSession();
watch();
ruler.show(settings.get('ruler'));
keepPage();
await begin();
