// hints: what is to be done at an interaction, in a sentence.
import {t} from '../../shared/strings.js';

export function choiceHint({min, max, choices}) {
	if (max === 1)
		return t('choice.one');
	if (min === max)
		return t('choice.exactly', {n: max});
	if (max < choices.length)
		return t('choice.upto', {n: max});
	return t('choice.all');
}

export function matchHint({row_max, column_max, rows}) {
	const hint = t(row_max === 1 ? 'match.one' : 'match.many');
	if (column_max === 1)
		return `${hint} ${t('match.once')}`;
	if (column_max < rows.length)
		return `${hint} ${t('match.times', {n: column_max})}`;
	return hint;
}

export function wordsHint({min_words: min, max_words: max}) {
	if (min !== null && max !== null)
		return t('extended.between', {min, max});
	if (min !== null)
		return t('extended.least', {n: min});
	if (max !== null)
		return t('extended.most', {n: max});
	return t('extended.free');
}

/** "a", "b" … of a choice from 1. */
export const letter = n => String.fromCodePoint(96 + n);
