// exhibits: the tables and images of a question or of its stimulus.
import {el, fill} from '../shared/dom.js';
import {t} from '../shared/strings.js';
import {button, paragraphs} from './widgets.js';

function tableExhibit({caption, head, rows, row_heads}) {
	const cells = (row, i) => i === 0 && row_heads ?
		el('th', {scope: 'row'}, row) : el('td', {}, row);
	return el('div', {class: 'scrolls', role: 'group', tabindex: 0,
		'aria-label': caption ?? t('exhibit.table')},
		el('table', {},
			caption ? el('caption', {}, caption) : null,
			el('thead', {}, el('tr', {}, head.map(h =>
				el('th', {scope: 'col'}, h)))),
			el('tbody', {}, rows.map(row =>
				el('tr', {}, row.map(cells))))));
}

function imageExhibit(x, item, pictures) {
	const image = el('img', {alt: x.alt, width: x.width, height: x.height});
	const words = el('p', {class: 'help', role: 'status'});
	const load = async () => {
		fill(words);
		const url = await pictures.get(item, x.image);
		if (url !== null)
			image.src = url;
		else
			fill(words, `${t('image.missing')} `,
				button(t('image.again'), load,
					{class: 'quiet'}));
	};
	load();
	return el('figure', {}, image, words, x.long ?
		el('details', {}, el('summary', {}, t('image.long')),
			paragraphs(x.long)) : null);
}

export function exhibitNodes(exhibits = [], item, pictures) {
	return exhibits.map(x => (x.kind === 'table' ? tableExhibit(x) :
		imageExhibit(x, item, pictures)));
}
