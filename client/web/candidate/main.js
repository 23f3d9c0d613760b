import {byId, el, fill} from '../shared/dom.js';
import {use} from '../shared/strings.js';

await use({
	en: ['../strings/shared.en.json'],
	es: ['../strings/shared.es.json'],
});
fill(byId('main'), el('h1', {}, document.title));
