// finish: after the exam: the receipt to keep, and the result.
import {el, fill} from '../../shared/dom.js';
import {dateTime, t} from '../../shared/strings.js';
import {action, button, sheet} from '../widgets.js';
import {resultNodes} from './result.js';

function receiptRows({candidate, exam, receipt, sections, server_time}) {
	return [[t('receipt.number'), receipt],
		[t('before.candidate'),
			`${candidate.name} (${candidate.number})`],
		[t('before.exam'), `${exam.title}, ${exam.credential}`],
		...sections.map(s => [t('section.title',
			{n: s.section, title: s.title}), t('section.answered',
			{n: s.answered, of: s.items})]),
		[t('receipt.at'), dateTime(server_time, exam.zone)]];
}

/** As the server wrote it: exam-verify reads it. */
async function save(session) {
	const {name, file} = await session.fetchReceipt();
	const url = URL.createObjectURL(new Blob([file],
		{type: 'text/plain;charset=utf-8'}));
	el('a', {href: url, download: name}).click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function receiptCard(session) {
	const rows = receiptRows(session.attempt);
	return el('section', {class: 'receipt stack'},
		el('h2', {}, t('receipt.title')),
		el('p', {}, t('receipt.words')),
		el('dl', {class: 'facts'}, rows.map(([name, value], i) =>
			el('div', {class: i === 0 ? 'key' : ''},
				el('dt', {}, name), el('dd', {}, value)))),
		el('div', {class: 'row screen-only'},
			action(t('receipt.save'), () => save(session)),
			button(t('receipt.print'), () => print())));
}

export function finishView(session) {
	const {attempt} = session;
	const unsaved = el('p', {class: 'note warn', role: 'status'});
	const result = el('section', {class: 'stack', 'aria-live': 'polite'});
	const title = t(`finish.${attempt.state}.title`);
	const root = sheet(title, el('p', {class: 'lead'},
		t(`finish.${attempt.state}.words`)), unsaved,
		attempt.receipt === null ? null : receiptCard(session), result,
		el('div', {class: 'screen-only'}, action(t('finish.signout'),
			() => session.signOut(), {})));
	let asked = false;

	const update = () => {
		const {result_released: released, state} = session.attempt;
		unsaved.hidden = session.unsaved === 0;
		fill(unsaved, session.unsaved > 0 ?
			t('finish.unsaved', {n: session.unsaved}) : '');
		if (session.result !== null)
			fill(result, ...resultNodes(session.result));
		else if (state === 'submitted' || state === 'expired')
			fill(result, el('p', {}, t(released ? 'result.coming' :
				'result.later')));
		if (released && !asked) {
			asked = true;
			session.fetchResult().catch(() => { asked = false; });
		}
	};
	update();
	return {title, root, update};
}
