// strings: every word on the screen, in the person's language.
//
// A catalogue is a JSON object: a key's value is text with {names} in it, or
// one text for each plural form ({"one": …, "other": …}, by {n}).  "@name",
// "@dir" say the language's own name and its direction.

const KEPT = 'exam.language';

let catalogue = {};
let language = 'en';
let plurals = new Intl.PluralRules('en');

/** What the person chose here before, or what the browser says. */
export function preferred(languages) {
	const kept = storage(() => localStorage.getItem(KEPT));
	const wanted = [kept, ...navigator.languages].filter(Boolean);
	const short = wanted.map(w => w.toLowerCase().split('-')[0]);
	return short.find(w => languages.includes(w)) ?? 'en';
}

// A browser may keep nothing, and says so by an exception.
function storage(act) {
	try {
		return act();
	} catch {
		return null;
	}
}

async function load(path) {
	const reply = await fetch(path);
	if (!reply.ok)
		throw new Error(`${path}: ${reply.status}`);
	return reply.json();
}

/**
 * use({en: ['../strings/shared.en.json', …], es: […]}, 'es')
 * The catalogues of a language together; the document gets its lang and dir.
 */
export async function use(catalogues, wanted = preferred(
	Object.keys(catalogues))) {
	const parts = await Promise.all(catalogues[wanted].map(load));
	catalogue = Object.assign({}, ...parts);
	language = wanted;
	plurals = new Intl.PluralRules(wanted);
	document.documentElement.lang = wanted;
	document.documentElement.dir = catalogue['@dir'];
	return wanted;
}

/** For the next time, too. */
export function keepLanguage(wanted) {
	storage(() => localStorage.setItem(KEPT, wanted));
}

export const languageNow = () => language;

function form(entry, n) {
	if (typeof entry === 'string')
		return entry;
	return entry[plurals.select(n)] ?? entry.other;
}

/** t('answers.unsaved', {n: 2}) */
export function t(key, values = {}) {
	const entry = catalogue[key];
	if (entry === undefined)
		throw new Error(`no string ${key} in ${language}`);
	return form(entry, values.n).replace(/\{(\w+)\}/g, (whole, name) =>
		name in values ? localised(values[name]) : whole);
}

export const has = key => key in catalogue;

function localised(value) {
	return typeof value === 'number'
		? new Intl.NumberFormat(language).format(value)
		: String(value);
}

/** 14:05, and the day where it is not today's. */
export function time(date, zone, options = {}) {
	return new Intl.DateTimeFormat(language, {hour: '2-digit',
		minute: '2-digit', hourCycle: 'h23', timeZone: zone,
		...options}).format(
		new Date(date));
}

export function dateTime(date, zone) {
	return time(date, zone, {weekday: 'long', day: 'numeric',
		month: 'long', year: 'numeric', timeZoneName: 'short'});
}

/** 1:05:09 or 05:09: what a countdown shows; ms are rounded up, so that 00:00
 * is shown when it is over and not before. */
export function countdown(ms) {
	const s = Math.max(0, Math.ceil(ms / 1000));
	const two = n => String(n).padStart(2, '0');
	const minutes = two(Math.floor(s / 60) % 60);
	const hours = Math.floor(s / 3600);
	return (hours > 0 ? `${hours}:` : '') + `${minutes}:${two(s % 60)}`;
}

/** "1 hour 5 minutes": what a countdown says. */
export function duration(ms) {
	const s = Math.max(0, Math.ceil(ms / 1000));
	const hours = Math.floor(s / 3600);
	const minutes = Math.floor(s / 60) % 60;
	const parts = [];
	if (hours > 0)
		parts.push(t('duration.hours', {n: hours}));
	if (minutes > 0)
		parts.push(t('duration.minutes', {n: minutes}));
	if (s < 60)
		parts.push(t('duration.seconds', {n: s}));
	return parts.join(' ');
}
