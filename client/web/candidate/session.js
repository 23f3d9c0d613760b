// session: the candidate's side of an attempt.
//
// It keeps the attempt and the paper as the server last told them, takes what
// is entered and asked for to the server, and tells what has become of it.
// Nothing here knows a screen: views read it, and are called when it changes.
import {Problem, get, jitter, mayPass, post, remove}
	from '../shared/api.js';
import {clock} from '../shared/clock.js';
import {Events} from '../shared/events.js';
import {lookIn, timeIsOver} from './countdown.js';
import {deliver} from './delivery.js';
import {Local} from './local.js';
import {Paper} from './paper.js';
import {within} from './response.js';
import {Seen} from './seen.js';
import {Sender} from './sender.js';
import {Typing} from './typing.js';

const STREAM_MS = 1000; // the second connection comes a little later
const LOOK_MIN_MS = 1000;
const PAPER_AGAIN_MS = 1000; // after a refusal
const CLOSED = ['submitted', 'expired', 'terminated', 'absent'];

// The server is not there, or not able: the same again later.
function isAway(error) {
	return mayPass(error) || error.status >= 500;
}

export class Session {
	// starting, signed-out, signed-in, over
	phase = 'starting';
	// why it is over: taken-over, ended
	end = null;
	attempt = null;
	paper = null;
	result = null;
	// false: what is not saved by the server is in this page alone
	keeps = true;
	// null, or why the server cannot be reached and since when
	away = null;
	// when the server last acknowledged an answer, by its own clock
	savedAt = null;

	#local = new Local();
	#acts = [];
	#typing = new Typing();
	#seen = new Seen();
	#wants = {attempt: false, paper: false};
	#paperAt = 0; // not before
	#lookFirst = false;
	#lookAt = Infinity;
	#doubted = null;
	#stream = null;
	#skew = 0; // of the computer's own clock, ms
	#sender;
	#onChange;
	#onNews;
	#told = false;

	// onChange(): something is different; once for many changes.
	// onNews(kind, facts): saved, verdict, not-saved, refused, message,
	// online, offline, changed (facts: before, after).
	constructor({onChange, onNews}) {
		this.#onChange = onChange;
		this.#onNews = onNews;
		this.#sender = new Sender(() => this.#next(),
			(there, problem) => this.#line(there, problem));
	}

	// Who is signed in already, or was when the connection was lost?
	async start() {
		try {
			await this.#take(await get('/v1/attempt'));
			this.#begin();
		} catch (problem) {
			if (isAway(problem))
				await this.#remember(problem);
			else
				this.phase = 'signed-out';
		}
		this.#change();
	}

	// Fails with the Problem that says why not.
	async signIn(candidate, code, device) {
		await post('/v1/session', {candidate, code, device});
		this.end = this.attempt = this.paper = this.result = null;
		await this.#take(await get('/v1/attempt'));
		this.#begin();
		this.#change();
	}

	async signOut() {
		await remove('/v1/session');
		this.#finish('signed-out');
	}

	// This tab does nothing more.
	stop() {
		this.#sender.stop();
		this.#stream?.close();
	}

	// ---- what the candidate does ----

	// typed: more keys may follow at once.
	answer(item, response, {typed = false} = {}) {
		if (!Paper.change(item, response))
			return;
		if (typed)
			this.#typing.key(item.item);
		else
			this.#typing.over(item.item);
		this.#keep(this.outbox.putAnswer(item.item, {seq: item.seq,
			response: within(item), entered_at: clock.stamp()}));
	}

	// What is typed is sent now.
	flush() {
		this.#typing.allOver();
		this.#sender.wake();
	}

	flag(item, flagged) {
		item.flagged = flagged;
		this.#keep(this.outbox.putFlag(item.item, flagged));
	}

	askHelp(text) {
		this.#keep(this.outbox.putWords('help', text));
	}

	report(item, text) {
		this.#keep(this.outbox.putWords('report', text, item.item));
	}

	see(item) {
		this.desk.see(item.item);
	}

	// What the server told of is before the candidate's eyes.
	saw() {
		if (this.phase === 'signed-in' && this.#seen.show())
			this.#sender.wake();
	}

	open() {
		return this.#act('/v1/attempt/open', {accept_rules: true});
	}

	enter(section) {
		return this.#act(`/v1/attempt/sections/${section}/enter`);
	}

	next(item) {
		return this.#act('/v1/attempt/next', {from: item.item});
	}

	close(section) {
		return this.#act(`/v1/attempt/sections/${section}/close`);
	}

	submit() {
		return this.#act('/v1/attempt/submit', {confirm: true});
	}

	// ---- what views ask ----

	get outbox() {
		return this.#local.outbox;
	}

	get desk() {
		return this.#local.desk;
	}

	get pictures() {
		return this.#local.pictures;
	}

	get closed() {
		return CLOSED.includes(this.attempt?.state);
	}

	get acting() {
		return this.#acts.length > 0;
	}

	// What the server has not acknowledged of what was entered.
	get unsaved() {
		return this.outbox.answers.length;
	}

	async fetchResult() {
		this.result = await get('/v1/attempt/result');
		this.#change();
	}

	/** The name and the text of the file that proves what was closed. */
	fetchReceipt() {
		return get('/v1/attempt/receipt');
	}

	// ---- what is to be done next ----

	#begin() {
		this.phase = 'signed-in';
		this.#lookFirst = false;
		this.#stream?.close();
		this.#stream = new Events('/v1/events', {
			probe: '/v1/attempt',
			on: {state: json => this.#take(json),
				message: json => this.#message(json),
				'taken-over': () => this.#finish('taken-over')},
			onStatus: status => (status === 'open' ?
				this.#sender.hurry() : this.look()),
			onRefused: () => this.look()});
		setTimeout(stream => stream === this.#stream && stream.open(),
			jitter(STREAM_MS), this.#stream);
		this.#sender.hurry();
	}

	// Ask where the attempt stands.
	look() {
		this.#wants.attempt = true;
		this.#sender.wake();
	}

	// The connection may be back, or the computer has slept.
	hurry() {
		this.#wants.attempt = true;
		this.#sender.hurry();
	}

	get #standsStill() {
		return this.attempt.device === 'waiting' ||
			this.attempt.state === 'paused';
	}

	slept() {
		if (this.attempt !== null)
			clock.assume(this.#skew);
		this.hurry();
	}

	#next() {
		if (this.phase !== 'signed-in')
			return null;
		if (this.#lookFirst)
			return {run: () => this.#look()};
		const entry = this.#standsStill ? null :
			this.outbox.first(e => this.#isReady(e));
		if (entry !== null)
			return {run: () => this.#send(entry)};
		if (this.attempt.device !== 'waiting' && this.#acts.length > 0)
			return {run: () => this.#perform(this.#acts[0])};
		const now = performance.now();
		const paper = this.#wants.paper && !this.#standsStill ?
			this.#paperAt : Infinity;
		if (paper <= now)
			return {run: () => this.#fetchPaper()};
		const seen = this.attempt.device === 'waiting' ? Infinity :
			this.#seen.dueAt;
		if (seen <= now)
			return {run: () => this.#sendSeen()};
		if (this.#wants.attempt || this.#lookAt <= now)
			return {run: () => this.#look()};
		return {at: Math.min(this.#lookAt, this.#typing.nextAt, paper,
			seen)};
	}

	#isReady({kind, item}) {
		return kind !== 'answer' || this.#acts.length > 0 ||
			this.closed || timeIsOver(this.attempt) ||
			this.#typing.isDue(item);
	}

	// A promise of the vault; what waits is sent whether it is kept or not.
	#keep(written) {
		written.then(() => this.#kept(true), () => this.#kept(false));
		this.#sender.wake();
		this.#change();
	}

	#kept(well) {
		if (this.keeps === well)
			return;
		this.keeps = well;
		this.#change();
	}

	#act(path, body) {
		this.flush();
		return new Promise((resolve, reject) => {
			this.#acts.push({path, body, resolve, reject});
			this.#sender.wake();
			this.#change();
		});
	}

	// ---- requests ----

	async #look() {
		try {
			const json = await get('/v1/attempt');
			this.#lookFirst = this.#wants.attempt = false;
			await this.#take(json);
		} catch (problem) {
			this.#bad(problem);
		}
	}

	async #fetchPaper() {
		this.#wants.paper = false;
		try {
			await this.#takePaper(await get('/v1/attempt/paper'));
		} catch (problem) {
			this.#wants.paper = isAway(problem);
			this.#bad(problem);
			this.#paperAt = performance.now() + PAPER_AGAIN_MS;
			this.#wants.attempt = true;
		}
	}

	async #sendSeen() {
		try {
			await this.#seen.send();
		} catch (problem) {
			this.#bad(problem);
			this.#seen.giveUp();
		}
	}

	// Passes on what means that the server is not there.
	#bad(problem) {
		if (!(problem instanceof Problem) || isAway(problem))
			throw problem;
		if (problem.status === 401)
			this.#finish('ended');
	}

	async #perform(act) {
		try {
			const json = await post(act.path, act.body);
			this.#acts.shift();
			await this.#take(json);
			act.resolve();
		} catch (problem) {
			this.#bad(problem);
			this.#acts.shift();
			this.#wants.attempt = true;
			act.reject(problem);
		}
		this.#change();
	}

	async #send(entry) {
		try {
			const json = await deliver(entry);
			this.#doubted = null;
			this.outbox.done(entry);
			if (entry.kind === 'answer')
				this.#acknowledged(entry, json);
			else
				this.#onNews(entry.kind, entry);
		} catch (problem) {
			this.#bad(problem);
			if (this.phase === 'signed-in')
				this.#refused(entry, problem);
		}
		this.#forgetIfDone();
		this.#change();
	}

	#acknowledged(entry, {verdict, saved_at}) {
		const item = this.paper?.find(entry.item) ?? null;
		if (this.#typing.isDue(entry.item))
			this.#typing.over(entry.item);
		if (verdict === 'paused')
			this.#againAfterPause(item, entry);
		if (verdict === 'stale')
			this.#wants.paper = true;
		if (verdict !== 'counted' && verdict !== 'late-counted') {
			this.#onNews('verdict', {item: entry.item, verdict});
			return;
		}
		this.savedAt = saved_at;
		if (item !== null && item.seq === entry.seq)
			item.saved_at = saved_at;
		this.#onNews(verdict === 'counted' ? 'saved' : 'verdict',
			{item: entry.item, verdict});
	}

	// It was entered before we knew of the pause: the same again as a new
	// change, once the server says that the exam goes on.
	#againAfterPause(item, {seq, response, entered_at}) {
		this.#lookFirst = true;
		if (item === null || item.seq !== seq)
			return; // a later change waits already
		item.seq++;
		this.#keep(this.outbox.putAnswer(item.item,
			{seq: item.seq, response, entered_at}));
	}

	// Refused only because the exam stands still, or this device waits?
	// Then it stays where it is, and the attempt is looked at first.
	#refused(entry, problem) {
		const again = this.#doubted === entry;
		this.#lookFirst = true;
		if (problem.kind === 'device' ||
		    (problem.kind === 'state' && !again)) {
			this.#doubted = entry;
			return;
		}
		this.outbox.done(entry);
		this.#wants.paper = this.attempt.state === 'in-section';
		if (entry.kind !== 'flag')
			this.#onNews('not-saved', {...entry, problem});
	}

	// ---- what the server says ----

	// The stream and the replies cross: what was said earlier is passed
	// over.
	async #take(json) {
		const before = this.attempt;
		if (before !== null && before.attempt === json.attempt &&
		    json.server_time < before.server_time)
			return;
		if (before?.attempt !== json.attempt || this.#isReopened(json))
			await this.#unpack(json.attempt);
		if (before?.attempt !== json.attempt)
			this.#seen = new Seen();
		this.#seen.take(json);
		this.attempt = json;
		this.#skew = clock.skew();
		this.#wants.attempt = false;
		this.#wants.paper = json.state === 'in-section' &&
			(this.#wants.paper || !this.paper?.fits(json));
		this.#planLook();
		json.messages.forEach(m => this.#message(m));
		this.#keepCopy('attempt', {json, skew: this.#skew});
		if (before !== null)
			this.#onNews('changed', {before, after: json});
		this.#forgetIfDone();
		this.#sender.wake();
		this.#change();
	}

	#isReopened({state}) {
		return this.closed && !CLOSED.includes(state);
	}

	async #takePaper(json) {
		this.paper = new Paper(json, this.outbox);
		this.savedAt ??= this.paper.savedAt;
		this.#keepCopy('paper', json);
		this.pictures.prefetch(json.items).catch(() => {});
		// It may be of the section before: then look again.
		if (!this.paper.fits(this.attempt))
			this.#wants.attempt = true;
		this.#change();
	}

	#message(message) {
		if (message.message <= this.desk.told)
			return;
		this.desk.told = message.message;
		this.#onNews('message', message);
		this.#seen.tell(message.message);
		this.#change();
	}

	#planLook() {
		this.#lookAt = performance.now() +
			lookIn(this.attempt, this.#stream?.isOpen) +
			LOOK_MIN_MS * Math.random();
	}

	#line(there, problem) {
		const before = this.away;
		this.away = there ? null :
			{since: before?.since ?? clock.now(), problem};
		if (there && before !== null)
			this.#wants.attempt = true;
		if (there !== (before === null)) {
			this.#onNews(there ? 'online' : 'offline', {problem});
			this.#change();
		}
	}

	#finish(end) {
		this.phase = 'over';
		this.end = end;
		this.#stream?.close();
		for (const act of this.#acts.splice(0))
			act.reject(new Problem(0, {}));
		if (end !== 'ended' && this.outbox.size === 0)
			this.#forget();
		this.#change();
	}

	// ---- what is kept on this computer ----

	async #unpack(attempt) {
		this.#local = await Local.open(attempt);
		this.keeps = this.#local.keeps;
	}

	// Without a server at the start: go on with what was here.
	async #remember(problem) {
		const local = await Local.last();
		const copy = local?.copy('attempt');
		this.away = {since: clock.now(), problem};
		if (copy === undefined) {
			this.phase = 'signed-out';
			return;
		}
		this.#local = local;
		this.#skew = copy.skew;
		clock.assume(copy.skew);
		this.attempt = copy.json;
		if (local.copy('paper') !== undefined)
			this.paper = new Paper(local.copy('paper'),
				this.outbox);
		this.#begin();
		this.#lookFirst = true;
	}

	#keepCopy(name, value) {
		if (!this.closed)
			this.#local.keepCopy(name, value);
	}

	// Handed in and all of it acknowledged: nothing stays here.
	#forgetIfDone() {
		if (this.closed && this.outbox.size === 0)
			this.#forget();
	}

	#forget() {
		if (!this.#local.keeps)
			return;
		this.#local.erase();
		this.#local = new Local();
	}

	#change() {
		if (this.#told)
			return;
		this.#told = true;
		queueMicrotask(() => {
			this.#told = false;
			this.#onChange();
		});
	}
}
