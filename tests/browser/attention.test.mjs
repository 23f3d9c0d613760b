// Whom a proctor should look at: the rules alone, at the edges.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {test} from 'node:test';

const source = process.env.EXAM_SOURCE ??
	fileURLToPath(new URL('../..', import.meta.url));
const text = readFileSync(`${source}/client/web/proctor/attention.js`, 'utf8');
const {attention, calls, canBeSeen, rank, seenOf} = await import(
	`data:text/javascript,${encodeURIComponent(text)}`);

const MINUTE = 60_000;

const row = more => ({state: 'in-section', connected: true, help: null,
	waiting_device: false, reports: 0, incidents: 0,
	clock: {running: true}, ...more});

const of = (more, facts = {}) => attention(row(more), {now: 0, opens: 0,
	closes: 480 * MINUTE, left: 20 * MINUTE, grace: 0, ...facts});

test('who works and is connected needs nobody', () => {
	assert.deepEqual(of({}), []);
	assert.equal(calls([]), false);
});

test('a call for help comes before a device, and that before a line', () => {
	assert.deepEqual(of({help: 'water', waiting_device: true,
		connected: false}), ['help', 'device', 'away']);
	assert.ok(rank(['help']) < rank(['device']));
	assert.ok(rank(['device']) < rank(['away']));
});

test('a lost line counts only in a section, and after the grace', () => {
	assert.deepEqual(of({connected: false, state: 'opened'}), []);
	assert.deepEqual(of({connected: false}, {grace: 1}), []);
	assert.deepEqual(of({connected: false}, {grace: 1, now: 1}), ['away']);
});

test('who has not begun is late after ten minutes, until the close', () => {
	const late = now => of({state: 'expected', connected: false,
		clock: {running: false}}, {now, left: null});

	assert.deepEqual(late(10 * MINUTE - 1), []);
	assert.deepEqual(late(10 * MINUTE), ['late']);
	assert.deepEqual(late(480 * MINUTE), []);
});

test('time is nearly over with five minutes left on a running clock', () => {
	assert.deepEqual(of({}, {left: 5 * MINUTE}), ['soon']);
	assert.deepEqual(of({}, {left: 5 * MINUTE + 1}), []);
	assert.deepEqual(of({state: 'paused', clock: {running: false}},
		{left: MINUTE}), []);
	assert.equal(calls(['soon']), false);
});

test('what was seen calls again only when there is more', () => {
	const seen = seenOf(row({incidents: 1, reports: 2}));

	assert.deepEqual(of({incidents: 1, reports: 2}, {seen}), []);
	assert.deepEqual(of({incidents: 2, reports: 2}, {seen}), ['incident']);
	assert.deepEqual(of({incidents: 1, reports: 3}, {seen}), ['report']);
});

test('a call cannot be marked as seen: it is answered', () => {
	assert.deepEqual(['help', 'device', 'away'].map(canBeSeen),
		[false, false, false]);
	assert.equal(canBeSeen('incident'), true);
	assert.deepEqual(of({help: 'water'}, {seen: seenOf(row({}))}),
		['help']);
});
