import { agentDispatchAttempt, agentDispatchRun, isOver, objectMissing } from "../rooms/agents.js";
import { SqlStore, readEvents } from "../rooms/agents-with-config.js";
import { pause } from "../rooms/fault.js";
import { asOutput, shortened, visible } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
// src/commands/runs-events/body.ts
const [everyMs, pageEvents] = [500, 500];
const longestLine = 400;
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { organization: namespace } = accessPlace(project, options);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	await using store = new SqlStore(database);
	const attempt = options.attempt ?? await currentAttempt(store, namespace, options.name);
	const at = {
		namespace,
		attempt
	};
	if (options.follow) {
		for await (const event of followed(context, database, store, {
			...at,
			after: options.after
		})) await context.writeOutput(`${lineOf(event)}\n`);
		return {
			outputs: {},
			account: [],
			printed: true
		};
	}
	const found = await readEvents(database, {
		...at,
		after: options.after,
		limit: options.limit + 1
	});
	const events = found.slice(0, options.limit);
	const last = events.at(-1)?.seq ?? options.after;
	const isMore = found.length > events.length;
	return {
		outputs: {
			attempt,
			events: asOutput(events),
			last,
			isMore
		},
		details: events.map(lineOf),
		account: [isMore ? `there are more: --after ${last}` : `the newest event of ${attempt} has the number ${last}`]
	};
}
async function currentAttempt(store, namespace, name) {
	const run = await store.read((reader) => reader.get(agentDispatchRun, {
		namespace,
		name
	}));
	if (!run) throw objectMissing(agentDispatchRun, {
		namespace,
		name
	});
	const { currentAttempt: attempt } = run.status;
	if (attempt === void 0) throw objectMissing(agentDispatchAttempt, {
		namespace,
		name: `${name}-1`
	});
	return attempt;
}
async function* followed({ signal }, database, store, { namespace, attempt, after }) {
	for (let last = after;;) {
		const key = {
			namespace,
			name: attempt
		};
		const now = await store.read((reader) => reader.get(agentDispatchAttempt, key));
		const events = await readEvents(database, {
			namespace,
			attempt,
			after: last,
			limit: pageEvents
		});
		yield* events;
		last = events.at(-1)?.seq ?? last;
		if (events.length > 0) continue;
		if (!now || isOver(now)) return;
		await pause(everyMs, signal);
	}
}
function lineOf({ seq, time, type, lane, tool, status, text }) {
	const words = [
		String(seq).padStart(6),
		...time === void 0 ? [] : [time.slice(11, 19)],
		`${type}${tool === void 0 ? "" : ` ${tool}`}${status === void 0 ? "" : ` ${status}`}`,
		...lane === void 0 ? [] : [`[${lane}]`],
		...text === void 0 ? [] : [text]
	];
	return shortened(visible(words.join("  ")), longestLine);
}
export { run };
