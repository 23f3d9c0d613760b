// The tokens of the theme: what is read can be read, in every theme.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {test} from 'node:test';

const source = process.env.EXAM_SOURCE ??
	fileURLToPath(new URL('../..', import.meta.url));
const css = readFileSync(`${source}/client/web/shared/theme.css`, 'utf8');

/** The colours that a rule sets: {ink: '#1a1d21', …}. */
function colours(selector) {
	const start = css.indexOf(`${selector} {`);
	assert.ok(start >= 0, `no ${selector}`);
	const body = css.slice(start, css.indexOf('}', start));
	return Object.fromEntries([...body.matchAll(
		/--([\w-]+): (#[0-9a-f]{6});/g)].map(m => [m[1], m[2]]));
}

const themes = {
	light: colours(':root'),
	system: colours(':root:not([data-theme])'),
	dark: colours(':root[data-theme="dark"]'),
	contrast: colours(':root[data-theme="contrast"]'),
};

/** Relative luminance, WCAG 2.2. */
function luminance(colour) {
	const [r, g, b] = [1, 3, 5].map(i => {
		const c = parseInt(colour.slice(i, i + 2), 16) / 255;
		return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
	const [dark, light] = [one, other].map(luminance).sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['ground', 'surface', 'raised'];
// [what, on what, at least]: text 4.5, what is read for hours 7, edges of
// controls and the focus 3 (WCAG 1.4.3, 1.4.6, 1.4.11, 2.4.13)
const PAIRS = [
	...GROUNDS.map(g => ['ink', g, 7]),
	...GROUNDS.map(g => ['ink-soft', g, 4.5]),
	...GROUNDS.map(g => ['edge', g, 3]),
	...GROUNDS.map(g => ['focus', g, 3]),
	...['accent', 'good', 'warn', 'bad'].flatMap(c =>
		[[c, 'surface', 4.5], [c, `${c}-soft`, 4.5],
			['ink', `${c}-soft`, 7]]),
	['accent-ink', 'accent', 4.5],
];

for (const [name, theme] of Object.entries(themes))
	test(`what is read can be read: ${name}`, () => {
		const bad = PAIRS.map(([a, b, least]) =>
			[a, b, contrast(theme[a], theme[b]), least])
			.filter(([, , is, least]) => is < least)
			.map(([a, b, is]) => `${a} on ${b}: ${is.toFixed(2)}`);
		assert.deepEqual(bad, []);
	});

test('dark by choice is dark by the system', () => {
	assert.deepEqual(themes.dark, themes.system);
});
