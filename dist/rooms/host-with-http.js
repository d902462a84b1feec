import { AddressPolicy, BodyTooLong, BrokenConnection, HttpClient, StrayRedirect, follow, messageBody, privateHostsIn, readWhole, troubleOf } from "../http.js";
import { digestOf } from "./tree.js";
import { IdentikitError, shortened, visible } from "../start/faces.js";
import { array, int, literal, looseObject, preprocess, string, union, url } from "../vendor/zod.js";
import { isOutageStatus, isRetryableStatus, retryAfterMs, withRetries } from "./fault.js";
// src/host/artifact-client.ts
var ArtifactClient = class {
	#own;
	#client;
	#policy;
	#signal;
	constructor(own, env, signal) {
		this.#own = own;
		this.#client = new HttpClient({
			connections: 1,
			env
		});
		this.#policy = new AddressPolicy(privateHostsIn(env));
		this.#signal = signal;
	}
	named(address, by) {
		return this.#policy.admit(new URL(address), by, this.#own);
	}
	async request(what, exchange, maxBytes) {
		const signal = this.#signal;
		try {
			return await withRetries(() => this.#ask(what, {
				...exchange,
				own: this.#own
			}, maxBytes), { signal });
		} catch (caught) {
			throw signal.aborted ? stopped(caught) : caught;
		}
	}
	async #ask(what, exchange, maxBytes) {
		try {
			const answer = await follow(exchange, this.#policy, (one) => this.#client.send(one, this.#signal));
			const bytes = await bytesOf(answer, maxBytes);
			if (answer.status >= 200 && answer.status < 300) return {
				bytes,
				namer: answer.namer
			};
			const said = shortened(visible(bytes.toString("utf8").trim()), 200);
			throw artifactFault(`${what} was answered ${answer.status} ${said}`.trimEnd(), { retry: policyOf(answer) });
		} catch (caught) {
			if (caught instanceof StrayRedirect) throw artifactFault(`${what} was redirected ${caught.message}`);
			if (!(caught instanceof BrokenConnection)) throw caught;
			const { meaning, isLasting } = troubleOf(caught.cause);
			throw artifactFault(`${what}: the artifact service could not be reached: ${meaning}`, {
				cause: caught.cause,
				retry: isLasting ? { kind: "never" } : {
					kind: "later",
					isOutage: true
				}
			});
		}
	}
};
function artifactFault(reason, details = {}) {
	return new IdentikitError("ARTIFACT_FAILED", reason, {
		remedy: "Check that the host serves v4 artifacts, and that the artifact's name is used once in a run.",
		...details
	});
}
async function bytesOf(answer, maxBytes) {
	try {
		return await readWhole(answer, maxBytes);
	} catch (cause) {
		if (cause instanceof BodyTooLong) throw artifactFault(`the server sent more than ${maxBytes} bytes`);
		throw new BrokenConnection(cause);
	}
}
function policyOf(answer) {
	if (!isRetryableStatus(answer.status)) return { kind: "never" };
	const afterMs = retryAfterMs(answer.header("retry-after"), answer.header("date"));
	return {
		kind: "later",
		isOutage: isOutageStatus(answer.status),
		...afterMs === void 0 ? {} : { afterMs }
	};
}
function stopped(cause) {
	return new IdentikitError("CANCELLED", "stopped while an artifact was under way", {
		remedy: "Run again.",
		cause
	});
}
// src/host/artifact-service.ts
const limits = {
	answerBytes: 1048576,
	archiveBytes: 268435456
};
const blockBytes = 8388608;
const text = string().min(1);
const number = union([int(), string().regex(/^\d+$/).transform(Number)]);
const snakeCased = (schema) => preprocess((answer) => mapKeys(answer, snake), schema);
const created = snakeCased(looseObject({
	ok: literal(true),
	signed_upload_url: url()
}));
const finalized = snakeCased(looseObject({
	ok: literal(true),
	artifact_id: number
}));
const signed = snakeCased(looseObject({ signed_url: url() }));
const stored = snakeCased(looseObject({
	name: text,
	database_id: number,
	workflow_run_backend_id: text.optional(),
	workflow_job_run_backend_id: text.optional()
}));
const listed = looseObject({ artifacts: array(stored).nullish() });
var ArtifactService = class {
	#url;
	#client;
	#token;
	#ids;
	constructor(env, signal) {
		const { ACTIONS_RESULTS_URL: url, ACTIONS_RUNTIME_TOKEN: token } = env;
		if (!url || !token) throw artifactFault("the runner offers no artifact storage (ACTIONS_RESULTS_URL is not set)");
		this.#url = new URL(new URL(url).origin);
		this.#client = new ArtifactClient(this.#url, env, signal);
		this.#token = token;
		this.#ids = backendIds(token);
	}
	async store(name, archive, expires) {
		const { answer, by } = await this.#call("CreateArtifact", created, {
			...this.#ids,
			name,
			version: 4,
			...expires ? { expires_at: expires.toISOString() } : {}
		});
		const target = answer.signed_upload_url;
		const ids = [];
		for (let at = 0; at === 0 || at < archive.length; at += blockBytes) {
			const id = Buffer.from(String(ids.length).padStart(8, "0")).toString("base64");
			ids.push(id);
			const block = archive.subarray(at, at + blockBytes);
			const place = extended(target, `comp=block&blockid=${encodeURIComponent(id)}`);
			await this.#put(this.#client.named(place, by), block);
		}
		const xml = `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.map((id) => `<Latest>${id}</Latest>`).join("")}</BlockList>`;
		await this.#put(this.#client.named(extended(target, "comp=blocklist"), by), Buffer.from(xml), {
			"content-type": "application/xml",
			"x-ms-blob-content-type": "zip"
		});
		return (await this.#call("FinalizeArtifact", finalized, {
			...this.#ids,
			name,
			size: String(archive.length),
			hash: digestOf(archive)
		})).answer.artifact_id;
	}
	async find(name) {
		const { answer } = await this.#call("ListArtifacts", listed, {
			...this.#ids,
			name_filter: name
		});
		return (answer.artifacts ?? []).filter((artifact) => artifact.name === name).toSorted((a, b) => b.database_id - a.database_id)[0];
	}
	async fetch(artifact) {
		const { workflow_run_backend_id, workflow_job_run_backend_id, name } = {
			...this.#ids,
			...artifact
		};
		const owner = {
			workflow_run_backend_id,
			workflow_job_run_backend_id
		};
		const { answer, by } = await this.#call("GetSignedArtifactURL", signed, {
			...owner,
			name
		});
		const at = this.#client.named(answer.signed_url, by);
		const { bytes } = await this.#client.request("GetArtifact", {
			method: "GET",
			at
		}, limits.archiveBytes);
		return bytes;
	}
	async #call(method, schema, body) {
		const request = {
			method: "POST",
			at: {
				url: new URL(`/twirp/github.actions.results.api.v1.ArtifactService/${method}`, this.#url),
				by: void 0
			},
			headers: { "content-type": "application/json" },
			ownHeaders: { authorization: `Bearer ${this.#token}` },
			body: messageBody(Buffer.from(JSON.stringify(body)))
		};
		const { bytes, namer } = await this.#client.request(method, request, limits.answerBytes);
		try {
			return {
				answer: schema.parse(JSON.parse(bytes.toString("utf8"))),
				by: namer
			};
		} catch (cause) {
			throw artifactFault(`${method} was answered with something else than the protocol says`, { cause });
		}
	}
	async #put(at, bytes, headers = {}) {
		const request = {
			method: "PUT",
			at,
			headers: {
				"x-ms-version": "2023-11-03",
				...headers
			},
			body: messageBody(bytes)
		};
		await this.#client.request("UploadArtifact", request, limits.answerBytes);
	}
};
function backendIds(token) {
	const [, payload = ""] = token.split(".");
	const claims = looseObject({ scp: string() });
	try {
		const { scp } = claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
		const [, run, job] = /(?:^| )Actions\.Results:([^: ]+):([^: ]+)(?: |$)/.exec(scp) ?? [];
		if (run && job) return {
			workflow_run_backend_id: run,
			workflow_job_run_backend_id: job
		};
	} catch {}
	throw artifactFault("the runner's token is not one for artifacts");
}
function extended(address, parameters) {
	return `${address}${address.includes("?") ? "&" : "?"}${parameters}`;
}
function snake(name) {
	return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
function mapKeys(value, rename) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, field]) => [rename(name), field]));
}
export { ArtifactService };
