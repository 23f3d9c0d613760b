// crowd: many candidates without a browser, each with a line of their own that
// is open, as a page has it.

import {readFileSync} from 'node:fs';
import {once} from 'node:events';
import https from 'node:https';

const AT_ONCE = 8;

/** As many at a time as do not get into each other's way. */
export async function each(list, act) {
	const queue = [...list];
	const work = async () => {
		for (let one; (one = queue.shift());)
			await act(one);
	};
	await Promise.all(Array.from({length: AT_ONCE}, work));
}

class Member {
	constructor(server, ticket, agent) {
		this.attempt = ticket.attempt;
		this.candidate = ticket.candidate;
		this.code = ticket.code;
		this.server = server;
		this.agent = agent;
		this.token = null;
		this.line = null;
	}

	async #request(method, path, body) {
		const {hostname, port} = new URL(this.server.candidates);
		const text = body && JSON.stringify(body);
		const request = https.request({hostname, port, method, path,
			agent: this.agent, headers: {
				'Idempotency-Key': crypto.randomUUID(),
				...(this.token &&
					{Authorization: `Bearer ${this.token}`}),
				...(text && {'Content-Type': 'application/json',
					'Content-Length': Buffer.byteLength(text)})}});
		request.end(text);
		const [reply] = await once(request, 'response');
		return {request, reply};
	}

	async ask(method, path, body) {
		const {reply} = await this.#request(method, path, body);
		let came = '';
		for await (const part of reply.setEncoding('utf8'))
			came += part;
		if (reply.statusCode >= 300)
			throw new Error(`${method} ${path}: ${came}`);
		return JSON.parse(came);
	}

	async signIn(device = 'one of a crowd') {
		const {token} = await this.ask('POST', '/v1/session',
			{candidate: this.candidate, code: this.code, device});
		this.token = token;
	}

	/** From the door into the first section. */
	async begin() {
		await this.signIn();
		await this.ask('POST', '/v1/attempt/open', {accept_rules: true});
		await this.ask('POST', '/v1/attempt/sections/1/enter');
	}

	/** Connected, until hangUp(). */
	async listen() {
		const {request, reply} = await this.#request('GET', '/v1/events');
		reply.on('error', () => {}).resume();
		this.line = request;
	}

	hangUp() {
		this.line.destroy();
	}

	/** All that they were told is on their screen. */
	async see() {
		const {told} = await this.ask('GET', '/v1/attempt');
		await this.ask('PUT', '/v1/attempt/seen', {event: told});
	}

	submit() {
		return this.ask('POST', '/v1/attempt/submit', {confirm: true});
	}

	help(text) {
		return this.ask('POST', '/v1/attempt/help', {text});
	}
}

export class Crowd {
	/** tickets: as Centre.enrol() gives them. */
	constructor(server, tickets) {
		this.server = server;
		const options = {ca: readFileSync(server.ca), keepAlive: true};
		this.agent = new https.Agent({...options, maxSockets: Infinity});
		this.members = tickets.map(t => new Member(server, t, this.agent));
	}

	/** The same candidate at another device. */
	again(member) {
		return new Member(this.server, member, this.agent);
	}

	/** All of them, or these, are at work and connected. */
	async begin(members = this.members) {
		await each(members, async member => {
			await member.begin();
			await member.listen();
		});
	}

	close() {
		this.agent.destroy();
	}
}
