// worker: registers the service worker, which keeps the page for a time
// without network.

// The only text that may become a script here is this one.
const policy = window.trustedTypes?.createPolicy('exam-worker', {
	createScriptURL(path) {
		if (path !== '/sw.js')
			throw new TypeError(`${path} is no worker of ours`);
		return path;
	},
});

/** Is the page kept?  Waits until it is; false: this browser keeps nothing,
 * and why is in the console. */
export async function keepPage() {
	if (!('serviceWorker' in navigator))
		return false;
	try {
		const path = policy ? policy.createScriptURL('/sw.js') : '/sw.js';
		await navigator.serviceWorker.register(path);
		await navigator.serviceWorker.ready;
		return true;
	} catch (error) {
		console.warn('the page is not kept:', error.message);
		return false;
	}
}
