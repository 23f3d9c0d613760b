// replies CANDIDATE.json STAFF.json RECORDS: is every reply that the tests
// have seen as the documents say?
//
// A request must be as described where it was carried out; a reply always, and
// then strictly: a member that is not described is a mistake.  A route that
// nobody has asked for is one, too.
import {readdirSync, readFileSync} from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

const [candidate, staff, folder] = process.argv.slice(2);
const records = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
const ajv = new Ajv({strict: false, allErrors: true});
const mistakes = new Map();	// text -> how often
const seen = new Map();		// "port METHOD path" -> Set of statuses
let exchanges = 0;

function mistake(text) {
	mistakes.set(text, (mistakes.get(text) ?? 0) + 1);
}

// ---- the documents ----

class Description {
	constructor(port, path) {
		this.port = port;
		this.json = JSON.parse(readFileSync(path, 'utf8'));
		this.closed = new Map();	// a schema's JSON -> validator
		this.operations = Object.entries(this.json.paths).flatMap(
			([at, methods]) => Object.entries(methods).map(
				([method, operation]) => ({
					port, at, operation,
					method: method.toUpperCase(),
					fits: pattern(at)})));
	}

	find(method, path) {
		return this.operations.find(
			(o) => o.method === method && o.fits.test(path));
	}

	follow(value) {
		let to = this.json;

		if (value?.$ref === undefined)
			return value;
		for (const name of value.$ref.slice(2).split('/'))
			to = to[name];
		return this.follow(to);
	}

	// The schema without references: several that hold together become one
	// object, and an object has no members but those that are named.
	close(schema) {
		const {$ref, allOf = [], ...own} = schema;
		let closed = {};

		for (const part of [...allOf, ...($ref ? [this.follow({$ref})] : []), own])
			closed = merge(closed, part === own ? this.closeParts(own) : this.close(part));
		if (closed.properties !== undefined)
			closed.additionalProperties ??= false;
		return closed;
	}

	closeParts(schema) {
		const closed = {...schema};

		for (const key of ['items', 'additionalProperties', 'propertyNames'])
			if (typeof schema[key] === 'object')
				closed[key] = this.close(schema[key]);
		for (const key of ['anyOf', 'oneOf'])
			if (schema[key] !== undefined)
				closed[key] = schema[key].map((s) => this.close(s));
		if (schema.properties !== undefined)
			closed.properties = Object.fromEntries(
				Object.entries(schema.properties).map(
					([name, s]) => [name, this.close(s)]));
		return closed;
	}

	validator(schema) {
		const key = JSON.stringify(schema);

		if (!this.closed.has(key))
			this.closed.set(key, ajv.compile(this.close(schema)));
		return this.closed.get(key);
	}
}

function pattern(path) {
	return new RegExp('^' + path.replace(/[.]/g, '\\.')
		.replace(/\{[a-z]+\}/g, '[^/]+') + '$');
}

function merge(a, b) {
	const both = {...a, ...b};

	if (a.properties !== undefined && b.properties !== undefined)
		both.properties = mergeMembers(a.properties, b.properties);
	if (a.required !== undefined && b.required !== undefined)
		both.required = [...new Set([...a.required, ...b.required])];
	if (a.additionalProperties === false && b.additionalProperties === undefined)
		both.additionalProperties = false;
	return both;
}

function mergeMembers(a, b) {
	const both = {...a};

	for (const [name, schema] of Object.entries(b))
		both[name] = name in a ? merge(a[name], schema) : schema;
	return both;
}

// ---- one exchange ----

function compare(description, schema, value, where) {
	const validate = description.validator(schema);

	if (validate(value))
		return;
	for (const e of validate.errors.slice(0, 4))
		mistake(`${where} ${e.instancePath || '/'} ${e.message}` +
			(e.params.additionalProperty ?
				` (${e.params.additionalProperty})` : '') +
			(e.params.allowedValues ?
				` (${at(value, e.instancePath)})` : ''));
}

function at(value, pointer) {
	return JSON.stringify(pointer.split('/').slice(1)
		.reduce((v, name) => v?.[name], value));
}

function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function compareAsked(description, operation, asked, where) {
	const body = operation.requestBody;
	const value = parse(asked);

	if (asked === '' || asked === null)
		return body?.required ? mistake(`${where} asked without a body`) : 0;
	if (body === undefined)
		return mistake(`${where} asked with a body`);
	if (value !== undefined)
		compare(description, body.content['application/json'].schema,
			value, `${where} asked`);
}

function compareGiven(description, response, x, where) {
	const content = response.content ?? {};
	const media = content[x.type];

	if (media === undefined)
		return mistake(`${where} comes as ${x.type}, which is not described`);
	if (!x.type.endsWith('json'))
		return;
	compare(description, media.schema, parse(x.given) ?? null, where);
}

function judgeExchange(description, route, x) {
	const statuses = route.operation.responses;
	const where = `${route.port} ${x.method} ${route.at} ${x.status}`;
	const response = statuses[x.status] ?? statuses.default;

	if (x.status < 300)
		compareAsked(description, route.operation, x.asked, where);
	compareGiven(description, description.follow(response), x, where);
	seen.get(`${route.port} ${x.method} ${route.at}`).add(String(x.status));
}

// "event: NAME\ndata: JSON\n\n", several.
function judgeEvents(description, text) {
	const kinds = Object.assign({}, ...description.operations.map(
		(o) => o.operation.responses[200]?.content?.['text/event-stream']
			?.schema.properties));

	for (const event of text.split('\n\n')) {
		const [, name, data] =
			/^event: (.*)\ndata: (.*)$/.exec(event) ?? [];

		if (name === undefined)
			continue;
		if (kinds[name] === undefined)
			mistake(`${description.port} event ${name} is not described`);
		else
			compare(description, kinds[name], parse(data) ?? null,
				`${description.port} event ${name}`);
	}
}

function judge(descriptions, x) {
	const own = descriptions.filter((d) => !x.port || d.port === x.port);

	exchanges++;
	if (x.events !== undefined)
		return judgeEvents(own[0], x.events ?? '');
	for (const d of own) {
		const route = d.find(x.method, x.path.split('?')[0]);

		if (route !== undefined && suits(d, route, x, own.length > 1))
			return judgeExchange(d, route, x);
	}
	if (![404, 405].includes(x.status))
		mistake(`${x.port ?? 'any'} ${x.method} ${x.path} is no route`);
}

// Where the port was not recorded, a request that both take is of the one
// whose body it has.
function suits(description, route, x, ambiguous) {
	const body = route.operation.requestBody;
	const value = parse(x.asked);

	return !ambiguous || body === undefined || value === undefined ||
		description.validator(body.content['application/json'].schema)(value);
}

// ---- all of them ----

const descriptions = [new Description('candidate', candidate),
	new Description('staff', staff)];

for (const d of descriptions)
	for (const o of d.operations)
		seen.set(`${d.port} ${o.method} ${o.at}`, new Set());
for (const name of records)
	for (const line of readFileSync(`${folder}/${name}`, 'utf8').split('\n'))
		if (line !== '')
			judge(descriptions, JSON.parse(line));

let unheld = 0;		// routes for which nobody met a server that was away

for (const d of descriptions)
	for (const o of d.operations) {
		const name = `${d.port} ${o.method} ${o.at}`;
		const missing = Object.keys(o.operation.responses).filter(
			(s) => s !== 'default' && s !== '503' &&
				!seen.get(name).has(s));

		unheld += !seen.get(name).has('503');
		if (seen.get(name).size === 0)
			mistake(`${name} was never asked for`);
		else if (missing.length > 0)
			console.log(`not seen: ${name} ${missing.join(' ')}`);
	}
console.log(`not seen: 503 of ${unheld} routes`);
for (const [text, n] of [...mistakes].sort())
	console.log(`mistake: ${text}${n > 1 ? ` (${n} times)` : ''}`);
console.log(`${exchanges} exchanges of ${seen.size} routes, ` +
	`${mistakes.size} mistakes`);
process.exit(mistakes.size > 0 || exchanges === 0 ? 1 : 0);
