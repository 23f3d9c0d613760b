// delivery: an entry of the outbox on its way to the server.
import {ask, post} from '../shared/api.js';

const ways = {
	answer: ({item, seq, response, entered_at}) =>
		ask('PUT', `/v1/attempt/answers/${item}`,
			{seq, response, entered_at}),
	flag: ({item, flagged}) =>
		ask('PUT', `/v1/attempt/flags/${item}`, {flagged}),
	help: ({text, key}) => post('/v1/attempt/help', {text}, {key}),
	report: ({item, text, key}) =>
		post('/v1/attempt/reports', {item, text}, {key}),
};

// The server's reply.  To deliver it again is harmless.
export const deliver = entry => ways[entry.kind](entry);
