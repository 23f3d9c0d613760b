// events: what the server pushes, for as long as the page is there.
//
// A browser's EventSource gives up at the first refusal and does not see that
// a line is dead.  So a lost stream is opened again from here, after a while
// that differs for everybody, and a silent one is asked about.

import {get, jitter, mayPass} from './api.js';
import {clock} from './clock.js';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;
const SILENCE_MS = 60_000;

/**
 * new Events('/v1/events', {
 *	probe: '/v1/attempt',  // a cheap GET that tells whether one may come,
 *	                       // or a function that throws the same
 *	on: {state: object => …, message: …},
 *	onStatus: 'open' | 'away' => …,
 *	onRefused: problem => …})  // it is over: signed out, not allowed
 * open() begins; close() ends it for good.
 */
export class Events {
	#path;
	#options;
	#source = null;
	#timer = null;
	#wait = FIRST_WAIT_MS;
	#status = '';
	#closed = true;
	#again = () => this.reopen();

	constructor(path, options) {
		this.#path = path;
		this.#options = options;
	}

	open() {
		this.#closed = false;
		clock.addEventListener('slept', this.#again);
		addEventListener('online', this.#again);
		this.#connect();
	}

	close() {
		this.#closed = true;
		clock.removeEventListener('slept', this.#again);
		removeEventListener('online', this.#again);
		this.#hangUp();
	}

	/** The line may be dead: a new one, now. */
	reopen() {
		this.#wait = FIRST_WAIT_MS;
		this.#later(0);
	}

	get isOpen() {
		return this.#status === 'open';
	}

	#hangUp() {
		clearTimeout(this.#timer);
		this.#source?.close();
		this.#source = null;
	}

	#later(ms) {
		this.#hangUp();
		if (!this.#closed)
			this.#timer = setTimeout(() => this.#probe(), ms);
	}

	#say(status) {
		if (this.#status === status)
			return;
		this.#status = status;
		this.#options.onStatus?.(status);
	}

	#connect() {
		const source = new EventSource(this.#path);
		this.#hangUp();
		this.#source = source;
		source.onopen = () => {
			this.#wait = FIRST_WAIT_MS;
			this.#say('open');
			this.#expect();
		};
		source.onerror = () => this.#lose();
		for (const name of Object.keys(this.#options.on))
			source.addEventListener(name, e => this.#hear(name, e));
	}

	#hear(name, event) {
		const object = event.data ? JSON.parse(event.data) : {};
		clock.hearPushed(object.server_time);
		this.#expect();
		this.#options.on[name](object);
	}

	/** Silence is normal; that it lasts is asked about. */
	#expect() {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#check(),
			jitter(SILENCE_MS));
	}

	async #check() {
		const source = this.#source;
		try {
			await get('/v1/health', {timeout: 10_000});
			if (source === this.#source && source)
				this.#expect();
		} catch {
			if (source === this.#source)
				this.#lose();
		}
	}

	#lose() {
		this.#say('away');
		this.#later(jitter(this.#wait));
		this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT_MS);
	}

	async #probe() {
		try {
			const {probe} = this.#options;
			await (typeof probe === 'function' ? probe()
				: get(probe));
			if (!this.#closed)
				this.#connect();
		} catch (error) {
			if (this.#closed)
				return;
			if (mayPass(error)) {
				this.#lose();
			} else {
				this.close();
				this.#options.onRefused?.(error);
			}
		}
	}
}
