// news: what has become of something, in words.
import {duration, t, time} from '../shared/strings.js';
import {wordsOf} from './widgets.js';

const SILENT = ['paused'];

function given({before, after}) {
	const more = after.entitlement.extended_ms -
		before.entitlement.extended_ms;
	const back = after.entitlement.compensation_ms -
		before.entitlement.compensation_ms;
	const words = [];
	if (more > 0)
		words.push(t('time.more', {time: duration(more)}));
	if (back > 0)
		words.push(t('time.back', {time: duration(back)}));
	if (before.state === 'paused' && after.state === 'in-section')
		words.push(t('paused.over'));
	return words.join(' ');
}

const tellers = {
	saved: () => null,
	flag: () => null,
	help: () => ({text: t('help.told'), topic: 'help'}),
	report: () => ({text: t('report.told'), topic: 'report'}),
	message: ({at, text}) => ({aloud: 'assertive',
		text: t('message.from', {at: time(at), text})}),
	online: () => ({text: t('online'), manner: 'good', topic: 'line'}),
	offline: () => ({text: t('offline'), manner: 'warn', topic: 'line'}),
	verdict: ({verdict, n}) => (SILENT.includes(verdict) ? null :
		{text: t(`verdict.${verdict}`, {n}),
			manner: verdict === 'late-counted' ? 'good' : 'warn'}),
	'not-saved': ({n, problem}) => ({manner: 'bad',
		text: t('refused', {n, why: wordsOf(problem)})}),
	changed: facts => ({text: given(facts), manner: 'good'}),
};

/** {text, manner, topic, aloud}, or null where there is nothing to say. */
export function newsWords(kind, facts) {
	const words = tellers[kind](facts);
	return words !== null && words.text !== '' ? words : null;
}
