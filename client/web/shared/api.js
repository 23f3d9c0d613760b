// api: requests to the server.  The session is a cookie that scripts do not
// see.  What comes back is an object, a Problem or Unreachable.

import {clock} from './clock.js';

const PATIENCE_MS = 20_000;

/** The server said no, and why (RFC 9457). */
export class Problem extends Error {
	constructor(status, body, retryAfterMs) {
		super(body.detail || body.title || `HTTP ${status}`);
		this.name = 'Problem';
		this.status = status;
		/** The last word of type: 'too-early', 'busy', 'not-signed-in' … */
		this.kind = String(body.type ?? '').split(':').pop();
		this.title = body.title ?? '';
		this.detail = body.detail ?? '';
		this.rule = body.rule ?? '';
		this.earliest = body.earliest ? new Date(body.earliest) : null;
		this.errors = body.errors ?? [];
		this.retryAfterMs = retryAfterMs;
	}

	/** Would the same request pass by itself, later? */
	get isPassing() {
		return this.status === 503 || this.status === 429;
	}
}

/** Nobody answered: whether the server heard it is not known. */
export class Unreachable extends Error {
	constructor(cause) {
		super('the server cannot be reached', {cause});
		this.name = 'Unreachable';
	}
}

/** For a request of kind KEY; a resend carries the same one. */
export const newKey = () => crypto.randomUUID();

function within(ms, signal) {
	const patience = AbortSignal.timeout(ms);
	if (!signal)
		return patience;
	const either = new AbortController();
	for (const s of [signal, patience]) {
		if (s.aborted)
			either.abort(s.reason);
		s.addEventListener('abort', () => either.abort(s.reason),
			{once: true});
	}
	return either.signal;
}

function request(method, body, {key, timeout = PATIENCE_MS, signal}) {
	const headers = {Accept: 'application/json'};
	if (key)
		headers['Idempotency-Key'] = key;
	const init = {method, headers, credentials: 'same-origin',
		cache: 'no-store', redirect: 'error',
		signal: within(timeout, signal)};
	if (body !== undefined) {
		headers['Content-Type'] = 'application/json';
		init.body = JSON.stringify(body);
	}
	return init;
}

const isJson = reply =>
	/\bjson\b/.test(reply.headers.get('Content-Type') ?? '');

const retryAfter = reply =>
	1000 * (Number(reply.headers.get('Retry-After')) || 0);

async function hear(reply) {
	const body = isJson(reply) ? await reply.json() : {};
	if (!reply.ok)
		throw new Problem(reply.status, body, retryAfter(reply));
	return body;
}

/**
 * One request.  options: key (Idempotency-Key), timeout (ms), signal.
 * Throws Problem or Unreachable; what was aborted by signal is Unreachable.
 */
export async function ask(method, path, body, options = {}) {
	const sent = performance.now();
	try {
		const reply = await fetch(path, request(method, body, options));
		const heard = performance.now();
		const object = await hear(reply);
		clock.hear(object.server_time, sent, heard);
		return object;
	} catch (error) {
		throw error instanceof Problem ? error : new Unreachable(error);
	}
}

export const get = (path, options) => ask('GET', path, undefined, options);
export const put = (path, body, options) => ask('PUT', path, body, options);
export const post = (path, body, options) => ask('POST', path, body, options);
export const remove = (path, options) =>
	ask('DELETE', path, undefined, options);

/** A time in ms between half of this and one and a half of it. */
export const jitter = ms => ms * (0.5 + Math.random());

export function pause(ms, signal) {
	return new Promise((done, fail) => {
		const timer = setTimeout(done, ms);
		signal?.addEventListener('abort', () => {
			clearTimeout(timer);
			fail(signal.reason);
		}, {once: true});
	});
}

/** Is there any sense in asking again? */
export const mayPass = error => error instanceof Unreachable ||
	(error instanceof Problem && error.isPassing);

/**
 * The same request until the server answers it for good; only for requests
 * that may be repeated: SAFE, SAME, or KEY with its key.  onWait(error) is told
 * each time that it must wait.
 */
export async function insist(method, path, body, options = {}) {
	for (let wait = 1000;; wait = Math.min(2 * wait, 15_000)) {
		try {
			return await ask(method, path, body, options);
		} catch (error) {
			if (!mayPass(error) || options.signal?.aborted)
				throw error;
			options.onWait?.(error);
			await pause(Math.max(jitter(wait),
				error.retryAfterMs ?? 0), options.signal);
		}
	}
}
