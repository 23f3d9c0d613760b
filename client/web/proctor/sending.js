// sending: one act for many, a few at a time, each with its own key: what is
// sent again is done once.

import {insist, newKey} from '../shared/api.js';

const AT_ONCE = 6;

/**
 * Jobs: {id, path, body}.  onDone(job) after each: job.reply or job.error;
 * onWait() while the server cannot be reached.  A signal stops what has not
 * been sent.  A job that failed can be given again: it keeps its key.
 */
export async function sendAll(jobs, {onDone, onWait, signal}) {
	const queue = [...jobs];

	async function work() {
		for (let job; !signal.aborted && (job = queue.shift());)
			await send(job, {onWait, signal}).then(() => onDone(job));
	}
	await Promise.all(Array.from({length: AT_ONCE}, work));
}

async function send(job, options) {
	job.key ??= newKey();
	job.error = null;
	try {
		job.reply = await insist('POST', job.path, job.body,
			{...options, key: job.key});
	} catch (error) {
		job.error = error;
	}
}
