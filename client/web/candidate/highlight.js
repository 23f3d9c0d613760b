// highlight: passages that a candidate has marked, kept as places in the text
// so that they are found again.  The browser paints them; nothing is put into
// the text.
const NAME = 'candidate-mark';
const PLACES = '.stem, .stimulus';

export const canHighlight = () => 'highlights' in CSS;

function* texts(root) {
	const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	let start = 0;
	while (walker.nextNode()) {
		yield {node: walker.currentNode, start};
		start += walker.currentNode.length;
	}
}

// Characters of the root before a point in it.
function offsetOf(root, node, offset) {
	const before = document.createRange();
	before.setStart(root, 0);
	before.setEnd(node, offset);
	return before.toString().length;
}

function pointAt(root, offset) {
	for (const {node, start} of texts(root))
		if (offset <= start + node.length)
			return [node, offset - start];
	return [root, root.childNodes.length];
}

function rangeOf(root, {from, to}) {
	const range = document.createRange();
	range.setStart(...pointAt(root, from));
	range.setEnd(...pointAt(root, to));
	return range;
}

/**
 * The marks after what is selected under root is marked, or, where it touches
 * marks, these are taken away; null: nothing is selected.
 */
export function markSelection(root, marks) {
	const selection = getSelection();
	if (selection.isCollapsed || selection.rangeCount === 0)
		return null;
	const range = selection.getRangeAt(0);
	const places = [...root.querySelectorAll(PLACES)];
	const place = places.findIndex(p =>
		p.contains(range.commonAncestorContainer));
	if (place < 0)
		return null;
	const from = offsetOf(places[place], range.startContainer,
		range.startOffset);
	const to = offsetOf(places[place], range.endContainer, range.endOffset);
	const apart = m => m.place !== place || m.to <= from || m.from >= to;
	selection.removeAllRanges();
	return marks.every(apart) ? [...marks, {place, from, to}] :
		marks.filter(apart);
}

/** Paints the marks of what is under root, and no others. */
export function showMarks(root, marks) {
	if (!canHighlight())
		return;
	const places = root.querySelectorAll(PLACES);
	CSS.highlights.set(NAME, new Highlight(...marks
		.filter(({place}) => place < places.length)
		.map(m => rangeOf(places[m.place], m))));
}
