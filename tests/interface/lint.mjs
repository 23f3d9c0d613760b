// lint DOCUMENT...: Redocly's rules for OpenAPI, the recommended set and no
// exception; a warning is a mistake, too.
import {readFileSync} from 'node:fs';
import {createConfig, formatProblems, lintFromString} from
	'@redocly/openapi-core';

const config = await createConfig({extends: ['recommended']});
let mistakes = 0;

for (const path of process.argv.slice(2)) {
	const problems = await lintFromString(
		{source: readFileSync(path, 'utf8'), absoluteRef: path, config});
	const totals = {errors: 0, warnings: 0, ignored: 0};

	for (const p of problems)
		totals[p.severity === 'error' ? 'errors' : 'warnings']++;
	formatProblems(problems, {format: 'stylish', totals, version: ''});
	console.log(`${path}: ${totals.errors} errors, ` +
		`${totals.warnings} warnings`);
	mistakes += problems.length;
}
process.exit(mistakes > 0 ? 1 : 0);
