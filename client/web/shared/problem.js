// problem: what went wrong, in words for the person.

import {Problem, Unreachable} from './api.js';
import {dateTime, has, t} from './strings.js';

/** The words of an error that api.js threw.  zone: for the earliest time. */
export function problemWords(error, zone) {
	if (error instanceof Unreachable)
		return t('problem.unreachable');
	if (!(error instanceof Problem))
		return t('problem.page', {words: error.message});
	const own = `problem.${error.kind}`;
	// The server's words are English; what is common has words of its own.
	const words = [has(own) ? t(own) : error.message];
	if (error.earliest)
		words.push(t('problem.earliest',
			{when: dateTime(error.earliest, zone)}));
	return words.join(' ');
}
