// sitting: its phase and its clock, in its own zone.

import {clock} from '../shared/clock.js';
import {countdown, t, time} from '../shared/strings.js';

/** 14:05:09 where the sitting is. */
export const clockText = zone => time(clock.now(), zone, {second: '2-digit'});

/** "Open until 11:45, for another 1:02:03". */
export function phaseText(sitting) {
	const now = clock.now();
	const opens = Date.parse(sitting.opens);
	const closes = Date.parse(sitting.closes);

	if (now < opens)
		return t('phase.before', {at: time(opens, sitting.zone),
			left: countdown(opens - now)});
	if (now < closes)
		return t('phase.open', {at: time(closes, sitting.zone),
			left: countdown(closes - now)});
	return t('phase.after', {at: time(closes, sitting.zone)});
}
