// review: what is open before a section ends or the exam is handed in.
import {el} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';
import {isAnswered, isTooLong} from '../response.js';
import {action, button, confirm, sheet} from '../widgets.js';
import {stateOf} from './navigator.js';

const GROUPS = [
	['review.unanswered', i => !isAnswered(i)],
	['review.partly', (i, d) => stateOf(i, d) === 'partly'],
	['review.flagged', i => i.flagged],
	['review.toolong', i => isTooLong(i)],
	['review.unsaved', (i, d, outbox) => outbox.answer(i.item) !== null],
];

function group(key, items, paper, go) {
	return el('section', {}, el('h2', {}, t(key, {n: items.length})),
		el('ul', {class: 'places'}, items.map(item =>
			el('li', {},
				button(String(paper.items.indexOf(item) + 1),
				() => go(item), {class: 'place-button',
					'aria-label': t('navigator.item',
						{n: paper.items.indexOf(
							item) + 1})})))));
}

function groups({paper, desk, outbox}, go) {
	return GROUPS.map(([key, belongs]) => [key,
		paper.items.filter(item => belongs(item, desk, outbox))])
		.filter(([, items]) => items.length > 0)
		.map(([key, items]) => group(key, items, paper, go));
}

async function end(session, section) {
	const open = session.paper.items.length - session.paper.answered;
	const words = [open > 0 ? t('review.open.left', {n: open}) : null,
		t('section.end.words')].filter(Boolean).join('\n\n');
	if (await confirm(t('section.end.title', {n: section.section}), words,
		t('section.end.yes')))
		await session.close(section.section);
}

export function reviewView(session, section, {go, back}) {
	const found = groups(session, go);
	return sheet(t('review.title', {n: section.section}),
		el('p', {}, found.length > 0 ? t('review.words') :
			t('review.clean')),
		...found,
		el('div', {class: 'row ends'}, button(t('review.back'), back),
			action(t('section.end.button', {n: section.section}),
				() => end(session, section))));
}
