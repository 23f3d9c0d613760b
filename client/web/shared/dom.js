// dom: elements in a line of code.  Text is always inserted as text; nothing
// here takes markup.

const forbidden = /^(on|style$|srcdoc$)/i;

function setAttribute(element, name, value) {
	if (name === 'on') {
		for (const [event, listener] of Object.entries(value))
			element.addEventListener(event, listener);
	} else if (name === 'data') {
		Object.assign(element.dataset, value);
	} else if (name === 'value' || name === 'checked' ||
	    name === 'selected') {
		element[name] = value;
	} else if (forbidden.test(name)) {
		throw new TypeError(`${name} is not for el()`);
	} else if (value === true) {
		element.setAttribute(name, '');
	} else if (value !== false && value !== null && value !== undefined) {
		element.setAttribute(name, String(value));
	}
}

/**
 * el('button', {class: 'main', type: 'button', on: {click: go}}, 'Go on')
 * Attributes: names as in HTML; `on` listeners, `data` for data-…; true sets
 * one, false, null and undefined leave it out.  Children: nodes, text,
 * numbers, arrays of them; false, null and undefined are left out.
 */
export function el(tag, attributes = {}, ...children) {
	const element = document.createElement(tag);
	element.append(...nodes(children));
	for (const [name, value] of Object.entries(attributes))
		setAttribute(element, name, value);
	return element;
}

function nodes(children) {
	return children.flat(Infinity)
		.filter(c => c !== null && c !== undefined && c !== false)
		.map(c => (c instanceof Node ? c : String(c)));
}

/** These children instead of those there are. */
export function fill(element, ...children) {
	element.replaceChildren(...nodes(children));
	return element;
}

export const byId = id => document.getElementById(id);

/** Text for eyes that do not see: it is read, and takes no place. */
export const hidden = (...children) =>
	el('span', {class: 'visually-hidden'}, ...children);

/** Moves the keyboard and the reader to a heading or region, once. */
export function focusOn(element) {
	if (!element.hasAttribute('tabindex'))
		element.setAttribute('tabindex', '-1');
	element.focus();
}

const regions = {};

function region(manner) {
	regions[manner] ??= document.body.appendChild(
		el('div', {class: 'visually-hidden', 'aria-live': manner,
			'aria-atomic': 'true'}));
	return regions[manner];
}

/** Said by a screen reader: 'polite' waits, 'assertive' interrupts. */
export function announce(text, manner = 'polite') {
	const place = region(manner);
	place.textContent = '';
	// A region that is emptied and filled at once may not be read again.
	requestAnimationFrame(() => { place.textContent = text; });
}

let lastId = 0;
/** For labels and descriptions. */
export const newId = (stem = 'e') => `${stem}-${++lastId}`;
