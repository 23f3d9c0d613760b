// place: where the page is, in its address: #sitting=S&room=aula&attempt=17,
// so that reloading, going back and a second window work.

const MEMBERS = ['view', 'sitting', 'room', 'attempt'];

/** {view, sitting, room, attempt}, null for what is not said. */
export function placeNow() {
	const query = new URLSearchParams(location.hash.slice(1));
	const place = Object.fromEntries(MEMBERS.map(m => [m, query.get(m)]));
	return {...place, attempt: Number(place.attempt) || null};
}

export function placeHash(place) {
	const said = MEMBERS.filter(m => place[m] ?? null)
		.map(m => [m, place[m]]);
	return `#${new URLSearchParams(said)}`;
}

/** To another place; the way back leads here. */
export function go(place) {
	location.hash = placeHash(place);
}
