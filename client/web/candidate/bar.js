// bar: what is always on the screen: who and what, time, what is saved, help.
import {announce, el, fill} from '../shared/dom.js';
import {countdown, duration, t, time} from '../shared/strings.js';
import {timeLeft} from './countdown.js';
import {Spoken} from './spoken.js';
import {askWords, button, showDialog} from './widgets.js';

const SOON_MS = 300_000;

function put(element, text) {
	if (element.textContent !== text)
		element.textContent = text;
}

export class Bar {
	#session;
	#settings;
	#notices;
	#title = el('p', {class: 'exam-title'});
	#saved = el('p', {class: 'saved'});
	#savedSeen = el('span', {'aria-hidden': 'true'});
	#savedHeard = el('span', {class: 'visually-hidden', role: 'status'});
	#clock = el('p', {class: 'clock'});
	#digits = el('span', {class: 'numbers', role: 'timer'});
	#hide = button('', () => this.#toggleTime(), {class: 'quiet'});
	#help = button('', () => this.#askHelp(), {class: 'quiet'});
	#messages = button('', () => this.#showMessages(), {class: 'quiet'});
	#spoken = new Spoken(1_800_000, 900_000, 300_000, 60_000);
	root;

	constructor(session, settings, notices, openSettings) {
		this.#session = session;
		this.#settings = settings;
		this.#notices = notices;
		this.root = el('header', {class: 'bar'}, this.#title,
			this.#saved,
			el('div', {class: 'time'}, this.#clock, this.#hide),
			el('div', {class: 'row'}, this.#help, this.#messages,
				button(t('settings.title'), openSettings,
					{class: 'quiet'})));
		fill(this.#saved, this.#savedSeen, this.#savedHeard);
		fill(this.#clock, el('span', {class: 'help'},
			`${t('time.left')} `), this.#digits);
	}

	update() {
		const {attempt, phase} = this.#session;
		const live = attempt !== null && phase === 'signed-in' &&
			!this.#session.closed;
		fill(this.#title, attempt === null ? t('page.title') :
			[el('strong', {}, attempt.exam.title), ' ',
				el('span', {class: 'help'},
					attempt.candidate.name)]);
		fill(this.#help, t(attempt?.help_open ? 'help.asked' : 'help'));
		this.#help.hidden = !live;
		fill(this.#messages, t('messages.title'));
		this.#messages.hidden = !live || attempt.messages.length === 0;
		this.#showSaved(live);
		this.tick();
	}

	tick() {
		const {attempt, phase} = this.#session;
		const runs = attempt !== null && phase === 'signed-in' &&
			attempt.state === 'in-section' &&
				timeLeft(attempt) !== null;
		const shown = this.#settings.get('showTime');
		this.#clock.hidden = !runs || !shown;
		this.#hide.hidden = !runs;
		fill(this.#hide, t(shown ? 'time.hide' : 'time.show'));
		if (runs)
			this.#tell(timeLeft(attempt));
		else
			this.#spoken.reset();
	}

	#tell(left) {
		fill(this.#digits, countdown(left));
		this.#clock.classList.toggle('soon', left <= SOON_MS);
		const at = this.#spoken.passed(left);
		if (at !== null)
			this.#notices.say(t('time.notice',
				{time: duration(at)}),
				{topic: 'time'});
	}

	// Each save is seen; heard is at most one a minute, and what is wrong.
	#showSaved(live) {
		const {away, unsaved} = this.#session;
		const seen = live ? this.#savedWords({second: '2-digit'}) : '';
		this.#saved.hidden = seen === '';
		this.#saved.classList.toggle('warn', live && away !== null);
		put(this.#savedSeen, seen);
		if (!live || unsaved === 0 || away !== null)
			put(this.#savedHeard, live ? this.#savedWords({}) : '');
	}

	#savedWords(precision) {
		const {attempt, away, keeps, savedAt, unsaved} = this.#session;
		const {zone} = attempt.exam;
		const words = [];
		if (unsaved > 0)
			words.push(t(away ? 'saved.not' : 'saved.coming',
				{n: unsaved}));
		else if (savedAt !== null)
			words.push(t('saved.at',
				{at: time(savedAt, zone, precision)}));
		if (away)
			words.push(t('away', {since: time(away.since, zone)}));
		if (!keeps)
			words.push(t('keeps.not'));
		return words.join(' ');
	}

	#toggleTime() {
		this.#settings.set('showTime', !this.#settings.get('showTime'));
		this.tick();
		if (this.#settings.get('showTime'))
			announce(duration(timeLeft(this.#session.attempt)));
	}

	async #askHelp() {
		const text = await askWords({title: t('help.title'),
			words: t('help.words'), label: t('help.label'),
			yes: t('help.send')});
		if (text)
			this.#session.askHelp(text);
	}

	#showMessages() {
		const {messages, exam} = this.#session.attempt;
		showDialog(t('messages.title'), el('ol', {class: 'messages'},
			messages.map(({at, text}) => el('li', {},
				el('span', {class: 'help'},
					time(at, exam.zone)), ' ',
				el('span', {class: 'text'}, text)))));
	}
}
