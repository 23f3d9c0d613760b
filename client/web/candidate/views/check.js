// check: is this computer ready?  Each line says what it means if it is not.
import {get} from '../../shared/api.js';
import {clock} from '../../shared/clock.js';
import {el, fill} from '../../shared/dom.js';
import {duration, t} from '../../shared/strings.js';
import {keepPage} from '../../shared/worker.js';
import {Vault} from '../vault.js';
import {button} from '../widgets.js';

const SLOW_MS = 1500;
const SKEW_MS = 60_000;

function browser() {
	const able = 'locks' in navigator && 'inert' in HTMLElement.prototype &&
		crypto.subtle !== undefined;
	return {well: able, words: t(able ? 'check.browser.good' :
		'check.browser.bad')};
}

async function connection() {
	const began = performance.now();
	try {
		await get('/v1/health', {timeout: 10_000});
	} catch {
		return {well: false, words: t('check.line.bad')};
	}
	const ms = Math.round(performance.now() - began);
	return {well: true, words: t(ms > SLOW_MS ? 'check.line.slow' :
		'check.line.good', {ms})};
}

// A wrong clock harms nothing; a person may wonder, so it is said.
function ownClock() {
	const skew = Math.abs(clock.skew());
	return {well: true, words: skew < SKEW_MS ? t('check.clock.good') :
		t('check.clock.off', {off: duration(skew)})};
}

async function storage() {
	try {
		await Vault.attempts();
		return {well: true, words: t('check.storage.good')};
	} catch {
		return {well: false, words: t('check.storage.bad')};
	}
}

async function pageKept() {
	const well = await keepPage();
	return {well, words: t(well ? 'check.page.good' : 'check.page.bad')};
}

// No page can know; it is said to whom it concerns.
function sound() {
	return {well: true, words: t('check.sound.off')};
}

const CHECKS = [['browser', browser], ['line', connection],
	['clock', ownClock], ['storage', storage], ['page', pageKept],
	['sound', sound]];

function line(name, {well, words}) {
	return el('li', {class: well ? 'good' : 'bad'},
		el('span', {class: 'sign', 'aria-hidden': 'true'},
			well ? '✓' : '!'),
		el('span', {}, el('strong', {}, t(`check.${name}`)), ' ',
			words));
}

/** The panel; it checks by itself, once, and again when asked. */
export function checkPanel() {
	const summary = el('summary', {}, t('check.running'));
	const list = el('ul', {class: 'checks'});
	const run = async () => {
		const found = [];
		fill(summary, t('check.running'));
		for (const [name, check] of CHECKS)
			found.push([name, await check()]);
		const bad = found.filter(([, {well}]) => !well).length;
		fill(list, found.map(([name, result]) => line(name, result)));
		fill(summary, t(bad === 0 ? 'check.good' : 'check.some',
			{n: bad}));
		details.open ||= bad > 0;
	};
	const details = el('details', {class: 'check'}, summary, list,
		button(t('check.again'), run, {class: 'quiet'}));
	run();
	return details;
}
