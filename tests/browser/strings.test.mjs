// The catalogues: every language says the same things, and nothing that no
// page says.

import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {test} from 'node:test';

const source = process.env.EXAM_SOURCE ??
	fileURLToPath(new URL('../..', import.meta.url));
const web = `${source}/client/web`;

const files = readdirSync(`${web}/strings`);
const parts = [...new Set(files.map(f => f.split('.')[0]))];
const languages = [...new Set(files.map(f => f.split('.')[1]))];

const catalogue = (part, language) => JSON.parse(
	readFileSync(`${web}/strings/${part}.${language}.json`, 'utf8'));

function scripts(folder) {
	return readdirSync(`${web}/${folder}`, {recursive: true})
		.filter(name => name.endsWith('.js'))
		.map(name => readFileSync(`${web}/${folder}/${name}`, 'utf8'))
		.join('\n');
}

const forms = entry => (typeof entry === 'string'
	? [entry]
	: Object.values(entry));

const names = text => [...text.matchAll(/\{(\w+)\}/g)].map(m => m[1]);

/** Every {name} that any form of it has. */
const allNames = entry => [...new Set(forms(entry).flatMap(names))].sort();

for (const part of parts) {
	const english = catalogue(part, 'en');

	for (const language of languages) {
		const other = catalogue(part, language);

		test(`${part} in ${language} has every key, and no other`, () => {
			assert.deepEqual(Object.keys(other).sort(),
				Object.keys(english).sort());
		});

		test(`${part} in ${language} has the same {names}`, () => {
			for (const key of Object.keys(english))
				assert.deepEqual(allNames(other[key]),
					allNames(english[key]), key);
		});

		test(`${part} in ${language} has its own plural forms`, () => {
			const known = new Intl.PluralRules(language)
				.resolvedOptions().pluralCategories;
			for (const [key, entry] of Object.entries(other)) {
				if (typeof entry === 'string')
					continue;
				assert.ok('other' in entry, key);
				assert.deepEqual(Object.keys(entry).filter(
					f => !known.includes(f)), [], key);
			}
		});
	}

	// A key may be made of a constant part and a word: t(`state.${x}`).
	test(`every string of ${part} is said by some script`, () => {
		const text = part === 'shared'
			? ['shared', 'candidate', 'proctor'].map(scripts).join()
			: scripts(part);
		const made = [...text.matchAll(/`([\w.-]+\.)\$\{/g)]
			.map(m => m[1]);
		const unused = Object.keys(english).filter(key =>
			!key.startsWith('@') && !text.includes(`'${key}'`) &&
			!made.some(stem => key.startsWith(stem)));
		assert.deepEqual(unused, []);
	});
}
