// before: the rules, and waiting until the exam may be opened.
import {clock} from '../../shared/clock.js';
import {announce, el, fill, newId} from '../../shared/dom.js';
import {countdown, dateTime, duration, has, t} from '../../shared/strings.js';
import {Spoken} from '../spoken.js';
import {action, paragraphs, sheet} from '../widgets.js';
import {checkPanel} from './check.js';

function facts({candidate, exam, entitlement, sections}) {
	const rows = [
		[t('before.candidate'),
			`${candidate.name} (${candidate.number})`],
		[t('before.exam'), `${exam.title}, ${exam.credential}`],
		[t('before.sections'), sections.map(s => s.title).join(' · ')]];
	if (entitlement.total_ms > 0)
		rows.push([t('before.time'), duration(entitlement.total_ms)]);
	return el('dl', {class: 'facts'}, rows.map(([name, value]) =>
		el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

function reason({rule, detail}) {
	return has(`rule.${rule}`) ? t(`rule.${rule}`) : detail;
}

function waitingClock() {
	const digits = el('p', {class: 'countdown numbers', role: 'timer'});
	const spoken = new Spoken(600_000, 300_000, 60_000, 10_000);
	return {digits, show(earliest) {
		const left = Date.parse(earliest) - clock.now();
		fill(digits, countdown(left));
		const at = spoken.passed(left);
		if (at !== null)
			announce(t('before.opens.in', {time: duration(at)}));
	}};
}

export function beforeView(session) {
	const id = newId('accept');
	const timer = waitingClock();
	const why = el('p', {class: 'lead', role: 'status'});
	const when = el('p', {class: 'help'});
	const wait = el('div', {class: 'waiting note stack'}, why, timer.digits,
		when, el('p', {}, t('before.byitself')));
	const accept = el('input', {type: 'checkbox', id});
	const open = action(t('before.open'), () => {
		if (!accept.checked) {
			accept.focus();
			throw new Error(t('before.accept.first'));
		}
		return session.open();
	});
	const {exam} = session.attempt;
	const may = el('div', {class: 'stack'},
		el('label', {class: 'accept', for: id}, accept,
			el('span', {}, t('before.accept'))), open);
	const root = sheet(exam.title,
		exam.practice ? el('p', {class: 'badge'},
			t('before.practice')) :
			null,
		facts(session.attempt),
		el('h2', {}, t('before.rules')), paragraphs(exam.rules),
		wait, may, checkPanel());

	const update = () => {
		const no = session.attempt.may_open;
		wait.hidden = no === null;
		may.hidden = no !== null;
		fill(why, no === null ? '' : reason(no));
		timer.digits.hidden = !no?.earliest;
		fill(when, no?.earliest ? t('before.opens.at',
			{when: dateTime(no.earliest, exam.zone)}) : '');
		tick();
	};
	const tick = () => {
		const earliest = session.attempt.may_open?.earliest;
		if (earliest)
			timer.show(earliest);
	};
	update();
	return {title: exam.title, root, update, tick};
}
