// server: a real examd on ports of its own, and how to speak to it without a
// browser.  Its data goes with it.

import {execFileSync, spawn} from 'node:child_process';
import {randomInt, randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

// Below those that the kernel gives to clients: while it is down, nobody takes
// its place.
const PORT_FIRST = 32_001;
const PORT_LAST = 32_700;

function isFree(port) {
	return new Promise(done => {
		const s = net.createServer();
		s.once('error', () => done(false));
		s.listen(port, '127.0.0.1', () => s.close(() => done(true)));
	});
}

async function freePort() {
	for (;;) {
		const port = randomInt(PORT_FIRST, PORT_LAST);
		if (await isFree(port))
			return port;
	}
}

/** A reply that was not the expected one. */
class Unexpected extends Error {
	constructor(method, path, status, text) {
		super(`${method} ${path}: ${status}\n${text}`);
		this.status = status;
	}
}

export class Server {
	/** bin: the folder of examd and examctl. */
	constructor(bin) {
		this.bin = bin;
		this.root = mkdtempSync(join(tmpdir(), 'examd-browser.'));
		this.data = join(this.root, 'data');
		this.ca = join(this.data, 'keys/ca.pem');
		this.child = null;
		this.log = '';
	}

	async start() {
		if (!this.candidates)
			await this.#init();
		// It ends with us, however we end.
		this.child = spawn('setpriv', ['--pdeathsig', 'KILL',
			join(this.bin, 'examd'),
			'-c', join(this.data, 'examd.conf')],
		{stdio: ['ignore', 'pipe', 'pipe']});
		this.child.stderr.on('data', d => { this.log += d; });
		for await (const line of createInterface(this.child.stdout))
			if (line.startsWith('ready'))
				return this;
		throw new Error(`examd did not start:\n${this.log}`);
	}

	async #init() {
		const at = [await freePort(), await freePort()]
			.map(port => `127.0.0.1:${port}`);
		execFileSync(join(this.bin, 'examctl'), ['init', this.data,
			'--candidates', at[0], '--staff', at[1]]);
		this.candidates = `https://${at[0]}`;
		this.staff = `https://${at[1]}`;
	}

	async #end(signal) {
		if (this.child === null || this.child.exitCode !== null)
			return;
		const ended = once(this.child, 'exit');
		this.child.kill(signal);
		await ended;
		this.child = null;
	}

	stop() {
		return this.#end('SIGTERM');
	}

	/** kill -9; start() brings it back at the same address. */
	kill() {
		return this.#end('SIGKILL');
	}

	async remove() {
		await this.stop();
		rmSync(this.root, {recursive: true});
	}

	/** ROOT/NAME with these words. */
	file(name, words) {
		const path = join(this.root, name);
		writeFileSync(path, words);
		return path;
	}

	/** On the administration socket, by the one who is everybody. */
	local(method, path, body) {
		return this.#ask(http, {socketPath:
			join(this.data, 'admin.sock')}, method, path, body);
	}

	/** On a port: origin is .candidates or .staff. */
	ask(origin, token, method, path, body) {
		const {hostname, port} = new URL(origin);
		return this.#ask(https, {hostname, port,
			ca: readFileSync(this.ca), agent: false}, method, path,
		body, token && {Authorization: `Bearer ${token}`});
	}

	async #ask(protocol, to, method, path, body, more) {
		const text = typeof body === 'string'
			? body
			: body && JSON.stringify(body);
		const headers = {'Idempotency-Key': randomUUID(),
			Host: 'localhost', ...more};
		if (text) {
			headers['Content-Type'] = typeof body === 'string'
				? 'text/csv'
				: 'application/json';
			headers['Content-Length'] = Buffer.byteLength(text);
		}
		const request = protocol.request({...to, method, path, headers});
		request.end(text);
		const [reply] = await once(request, 'response');
		let came = '';
		for await (const part of reply.setEncoding('utf8'))
			came += part;
		if (reply.statusCode >= 300)
			throw new Unexpected(method, path, reply.statusCode,
				came);
		return JSON.parse(came);
	}
}
