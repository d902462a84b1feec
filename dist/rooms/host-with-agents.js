import { hiddenMarker } from "./agents.js";
import { IdentikitError } from "../start/faces.js";
import { HostApis, findComment, findIssue, findLabels, findPull, findRerun, findReview, findStatus, hostStatus, runAttempt, sendComment, sendIssue, sendLabels, sendPull, sendRerun, sendReview, sendStatus } from "./host.js";
// src/host/forge-writer/host-forge-writer.ts
var HostForgeWriter = class {
	#options;
	#apis;
	constructor(options) {
		this.#options = options;
		this.#apis = new HostApis(options);
	}
	async headOf({ repository, kind, id }, signal) {
		const number = Number(id);
		const isPull = kind === "pull_request" && Number.isSafeInteger(number);
		if (!isPull && kind !== "branch") return void 0;
		const where = isPull ? { pullRequest: number } : { ref: `refs/heads/${id}` };
		try {
			return (await this.#options.repositories.placeOf({
				repository,
				...where
			}, signal)).refs.head;
		} catch (caught) {
			if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return void 0;
			throw caught;
		}
	}
	async runAttempt(repository, workflowRun) {
		const run = await runAttempt(await this.#apis.of(repository), workflowRun);
		return run && (run.run_attempt ?? 1);
	}
	async find(write, key) {
		const api = await this.#apis.of(write.repository);
		const marker = hiddenMarker(key);
		switch (write.action) {
			case "comment": return await findComment(api, write, marker);
			case "review": return await findReview(api, write, marker);
			case "label": return await findLabels(api, write);
			case "status": return await findStatus(api, write);
			case "issue": return await findIssue(api, marker, this.#options.now());
			case "rerun": return await findRerun(api, write);
			case "pull_request":
			case "memory_update": return await findPull(api, write, marker, this.#options.now());
		}
	}
	async send(write, key) {
		const api = await this.#apis.of(write.repository);
		const marker = hiddenMarker(key);
		switch (write.action) {
			case "comment": return await sendComment(api, write, marker);
			case "review": return await sendReview(api, write, marker);
			case "label": return await sendLabels(api, write);
			case "status": return await sendStatus(api, write);
			case "issue": return await sendIssue(api, write, marker);
			case "rerun": return await sendRerun(api, write);
			case "pull_request":
			case "memory_update": return await sendPull(api, write, marker);
		}
	}
};
export { HostForgeWriter };
