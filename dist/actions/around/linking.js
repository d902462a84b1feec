import { asFault, fieldsOf, hostOf } from "../../start/faces.js";
import { linkPackage } from "../../rooms/host.js";
import { parseImageReference } from "../../rooms/image.js";
// src/actions/around/linking/body.ts
async function linkPublished(context, inputs, outcome) {
	if (outcome.kind !== "result") return;
	const { outputs } = outcome.result;
	const several = Array.isArray(outputs.templates) ? outputs.templates : [];
	for (const { image } of [outputs, ...several].map(fieldsOf)) if (typeof image === "string") await linkImage(context, inputs, image);
}
async function linkImage({ env, log, signal, registryCredential }, { token = "" }, image) {
	if (!env.GITHUB_REPOSITORY) return;
	try {
		const reference = parseImageReference(image);
		if (reference.kind !== "registry") return;
		const host = hostOf(env);
		const own = registryCredential?.registry === new URL(host.serverUrl).host ? registryCredential : void 0;
		const linked = await linkPackage(reference, {
			host,
			repository: env.GITHUB_REPOSITORY,
			token: own?.password ?? token,
			log,
			signal
		});
		const name = `package ${reference.repository}`;
		if (linked.kind === "linked") log.info(`${name} is linked to ${env.GITHUB_REPOSITORY}`);
		else if (linked.kind === "refused") log.warn(`${name} is not linked to ${env.GITHUB_REPOSITORY} (${linked.reason}); it is published all the same`);
		else log.debug(`${name} was not linked: ${linked.reason}`);
	} catch (caught) {
		signal.throwIfAborted();
		log.warn(`the package was not linked to its repository: ${asFault(caught).message}`);
	}
}
export { linkPublished };
