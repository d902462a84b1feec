import { outgoingText } from "./agents.js";
import { IdentikitError, hostOf, hostTokenVariable } from "../start/faces.js";
import { HostForgeWriter } from "./host-with-agents.js";
// src/commands/places/comment-answers.ts
function commentAnswers({ env, log, signal, clock }, repositories) {
	const token = env[hostTokenVariable];
	if (!token) return void 0;
	return async ({ repository, number, delivery }, text) => {
		const forge = new HostForgeWriter({
			host: hostOf(env),
			token,
			log,
			signal,
			repositories,
			now: () => clock.now()
		});
		const write = {
			action: "comment",
			repository,
			number,
			body: outgoingText(text)
		};
		const key = `answer:${delivery}`;
		try {
			if (!await forge.find(write, key)) await forge.send(write, key);
		} catch (caught) {
			if (!(caught instanceof IdentikitError) || caught.code !== "HOST_DENIED") throw caught;
			log.warn(`nobody is told on #${number} of ${repository}: ${caught.message}`);
		}
	};
}
export { commentAnswers };
