// between: before a section, in a break, and before handing in.
import {announce, el, fill} from '../../shared/dom.js';
import {countdown, duration, t} from '../../shared/strings.js';
import {breakLeft} from '../countdown.js';
import {Spoken} from '../spoken.js';
import {action, confirm, sheet} from '../widgets.js';

function sectionFacts({items, time_ms: ms, navigation}) {
	const words = [t('section.items', {n: items})];
	if (ms !== null)
		words.push(duration(ms));
	return [el('p', {class: 'lead'}, words.join(' · ')),
		el('p', {}, t(`section.${navigation}`))];
}

function stateWords({answered: n, items: of, state}) {
	const words = [t(`section.state.${state}`)];
	if (state === 'closed')
		words.push(t('section.answered', {n, of}));
	return words.join(', ');
}

function list(sections) {
	return el('ol', {class: 'sections'}, sections.map(s =>
		el('li', {'aria-current': s.state === 'next' ? 'step' : null},
			el('strong', {}, s.title), ' ',
			el('span', {class: 'help'}, stateWords(s)))));
}

async function submit(session) {
	const {sections} = session.attempt;
	const ahead = sections.some(s => ['ahead', 'next'].includes(s.state));
	const open = sections.reduce((n, s) => n + s.items - s.answered, 0);
	const words = [ahead ? t('submit.ahead') : null,
		open > 0 ? t('submit.open', {n: open}) : null,
		t('submit.words')].filter(Boolean).join('\n\n');
	if (await confirm(t('submit.title'), words, t('submit.yes')))
		await session.submit();
}

export function submitView(session) {
	return {title: t('submit.heading'), root: sheet(t('submit.heading'),
		el('p', {}, t('submit.all')), list(session.attempt.sections),
		action(t('submit.button'), () => submit(session)))};
}

/** Before a section; during a break the time that is left of it, too. */
export function nextView(session) {
	const {sections, break: rest} = session.attempt;
	const next = sections.find(s => s.state === 'next');
	const title = t('section.title', {n: next.section, title: next.title});
	const digits = el('p', {class: 'countdown numbers', role: 'timer'});
	const root = sheet(rest === null ? title : t('break.title'),
		rest === null ? null : [digits, el('p', {}, t('break.words')),
			el('h2', {}, title)],
		...sectionFacts(next),
		next.time_ms === null ? null : el('p', {}, t('section.clock')),
		action(t('section.enter', {n: next.section}),
			() => session.enter(next.section)),
		sections.length > 1 ? list(sections) : null);
	const spoken = new Spoken(60_000, 10_000);
	const tick = () => {
		if (session.attempt.break === null)
			return;
		const left = breakLeft(session.attempt);
		const at = spoken.passed(left);
		fill(digits, countdown(left));
		if (at !== null)
			announce(t('break.left', {time: duration(at)}));
	};
	tick();
	return {title, root, tick};
}
