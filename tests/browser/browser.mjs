// browser: Debian's Chromium, which trusts the server's authority as a person's
// would, and pages that are watched for what must not happen.

import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {chromium} from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const NEEDED = [CHROMIUM, '/usr/bin/certutil'];
const axe = createRequire(import.meta.url)('axe-core').source;

/** WCAG 2.2 AA, and what axe holds to be good. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
	'best-practice'];

export class Browser {
	/** ca: the file of the authority that made the server's certificate. */
	static async open(ca) {
		const missing = NEEDED.filter(path => !existsSync(path));
		if (missing.length > 0)
			throw new Error(`${missing.join(', ')} is missing: ` +
				'tools/packages chromium libnss3-tools');
		const home = mkdtempSync(join(tmpdir(), 'examd-chromium.'));
		trust(home, ca);
		return new Browser(home, await chromium.launch({
			executablePath: CHROMIUM,
			// root has no sandbox; the pages are ours
			args: ['--no-sandbox', '--disable-dev-shm-usage'],
			env: {...process.env, HOME: home, XDG_DATA_HOME: '',
				XDG_CONFIG_HOME: join(home, 'config')},
		}));
	}

	constructor(home, chrome) {
		this.home = home;
		this.chrome = chrome;
	}

	async close() {
		await this.chrome.close();
		rmSync(this.home, {recursive: true, force: true});
	}

	/** A person's browser: cookies and storage of its own.  options: as
	 * playwright's newContext(). */
	person(options = {}) {
		return this.chrome.newContext({
			viewport: {width: 1280, height: 800}, locale: 'en-GB',
			reducedMotion: 'reduce', ...options});
	}

	/** One page of a new person, watched. */
	async page(origin, options) {
		const page = await (await this.person(options)).newPage();
		watch(page);
		if (origin)
			await page.goto(origin);
		return page;
	}
}

/** A service worker wants a certificate that is trusted, not one whose
 * mistakes are overlooked. */
function trust(home, ca) {
	const store = join(home, '.pki/nssdb');
	mkdirSync(store, {recursive: true});
	execFileSync('certutil', ['-N', '--empty-password', '-d',
		`sql:${store}`]);
	execFileSync('certutil', ['-A', '-n', 'examd', '-t', 'C,,', '-i', ca,
		'-d', `sql:${store}`]);
}

/** That a request failed is the network's affair, which tests take away. */
const isNetwork = text => /^Failed to load resource/.test(text);

/** Notes every exception and every complaint of the browser, a breach of the
 * content security policy among them, in page.mistakes. */
export function watch(page) {
	page.mistakes = [];
	page.on('pageerror', error => page.mistakes.push(String(error)));
	page.on('console', message => {
		if (message.type() === 'error' && !isNetwork(message.text()))
			page.mistakes.push(message.text());
	});
	return page;
}

/** What axe finds in the page as it is: a line for each element, [] if all is
 * well. */
export async function inspect(page) {
	if (!await page.evaluate(() => 'axe' in window))
		await page.evaluate(axe);
	const found = await page.evaluate(rules => window.axe.run(document,
		{runOnly: rules, resultTypes: ['violations']}), RULES);
	return found.violations.flatMap(v => v.nodes.map(n =>
		`${v.id} at ${n.target.join(' ')}: ${n.failureSummary}`));
}

/** Does the page scroll sideways?  At 320 px it must not (WCAG 1.4.10). */
export const isTooWide = page => page.evaluate(() =>
	document.documentElement.scrollWidth >
	document.documentElement.clientWidth);
