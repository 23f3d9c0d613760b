// result: what a candidate is told once results are released.
import {el} from '../../shared/dom.js';
import {dateTime, t} from '../../shared/strings.js';

const percent = p => t('result.percent', {p});

function verdict({passed, percent: p, cut}) {
	return el('p', {class: `verdict ${passed ? 'passed' : ''}`},
		el('strong', {}, t(passed ? 'result.passed' : 'result.failed')),
		' ', percent(p), cut > 0 ? ` (${t('result.cut', {cut})})` : '');
}

function bar(p) {
	return el('meter', {min: 0, max: 100, value: p, 'aria-hidden': 'true'});
}

function row(head, {marks, max_marks: most, percent: p}) {
	return el('tr', {}, el('th', {scope: 'row'}, head),
		el('td', {class: 'numbers'}, t('result.marks', {marks, most})),
		el('td', {class: 'numbers'}, percent(p), ' ', bar(p)));
}

function topics(list) {
	return el('div', {class: 'scrolls', role: 'group', tabindex: 0,
		'aria-label': t('result.topics')},
		el('table', {}, el('caption', {}, t('result.topics')),
			el('thead', {}, el('tr', {}, ['topic', 'marks.head',
				'share']
				.map(key => el('th', {scope: 'col'},
					t(`result.${key}`))))),
			el('tbody', {}, list.map(topic =>
				row(topic.topic ?? t('result.others'),
					topic)))));
}

function section(s) {
	const passed = s.cut > 0 ? `, ${t(s.passed ? 'result.section.passed' :
		'result.section.failed', {cut: s.cut})}` : '';
	return el('section', {}, el('h3', {}, t('section.title',
		{n: s.section, title: s.title})),
		el('p', {}, t('result.marks', {marks: s.marks,
			most: s.max_marks}), ', ', percent(s.percent), passed),
		s.topics?.length > 0 ? topics(s.topics) : null);
}

function resit({resit: again, zone}) {
	if (!again)
		return null;
	const left = again.attempts_left;
	const from = dateTime(again.from, zone);
	return el('p', {}, t('result.resit', {from}),
		' ', left === null ? '' : t('result.attempts', {n: left}));
}

export function resultNodes(result) {
	return [el('h2', {}, t('result.title')), verdict(result),
		...result.sections.map(section), resit(result)];
}
