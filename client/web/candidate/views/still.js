// still: nothing can be entered here now, and why.
import {el, fill} from '../../shared/dom.js';
import {t} from '../../shared/strings.js';
import {action, button, sheet} from '../widgets.js';

function plain(name, ...more) {
	const title = t(`still.${name}.title`);
	return {title, root: sheet(title,
		el('p', {class: 'lead'}, t(`still.${name}.words`)), ...more)};
}

export const startingView = () => plain('starting');

export const pausedView = () => plain('paused',
	el('p', {}, t('paused.safe')), el('p', {}, t('before.byitself')));

export const deviceView = () => plain('device',
	el('p', {}, t('before.byitself')));

/** The page of a section has not come yet. */
export const loadingView = () => plain('loading');

/** Another tab is the active one. */
export const otherTabView = takeOver => plain('tab',
	action(t('tab.here'), takeOver));

/** This sign-in has ended: taken over, ended by the server, signed out. */
export function overView(session, again) {
	const unsaved = el('p', {class: 'note warn'});
	const n = session.unsaved;
	unsaved.hidden = n === 0;
	fill(unsaved, n > 0 ? t('over.unsaved', {n}) : '');
	return plain(session.end, unsaved,
		el('div', {class: 'row'}, button(t('over.again'), again,
			{class: 'main'})));
}
