import { readManifests } from "./agents-with-croner-yaml.js";
import { changeProposals } from "./console-with-agents-yaml.js";
import { IdentikitError, hostOf, hostTokenVariable } from "../start/faces.js";
import { dispatchServices, gitDirectoryOf } from "./commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { GitMemoryStore } from "./agents-with-child_process-template.js";
import { HostForgeWriter } from "./host-with-agents.js";
import { workPath } from "./project.js";
import { ForgeCommits } from "./workspace-with-agents-child_process-sqlite.js";
import { gitRemote } from "./workspace-with-child_process.js";
import { resolve } from "node:path";
import { readFileSync } from "node:fs";
// src/commands/places/write-back-services.ts
const usualPerson = {
	name: "identikit",
	email: "identikit@users.noreply.invalid"
};
function openWriteBack(context, project, objects, { memory, author, signingKey }) {
	const { env, log, signal, cwd, clock } = context;
	const { organization } = project.settings.platform;
	const { facts } = dispatchServices(context, project, objects, organization);
	const host = hostOf(env);
	const token = env["IDENTIKIT_HOST_TOKEN"] ?? "";
	const now = () => clock.now();
	const credential = token === "" ? void 0 : {
		username: "x-access-token",
		token
	};
	const directory = memory === void 0 ? void 0 : resolve(cwd, memory);
	return {
		...objects,
		now,
		forge: new HostForgeWriter({
			host,
			token,
			log,
			signal,
			repositories: facts,
			now
		}),
		commits: new ForgeCommits({
			stores: workPath(project, "write-back"),
			environment: env,
			remoteOf: (repository) => gitRemote(`${host.serverUrl}/${repository}.git`, credential),
			person: author === void 0 ? usualPerson : personOf(author),
			...signingKey === void 0 ? {} : { signing: {
				format: "ssh",
				privateKey: keyText(resolve(cwd, signingKey))
			} }
		}),
		memory: directory === void 0 ? void 0 : () => new GitMemoryStore(gitDirectoryOf(directory), env)
	};
}
function personOf(text) {
	const [, name, email] = /^([^<>]+?) *<([^<>\s]+)>$/.exec(text.trim()) ?? [];
	if (name !== void 0 && email !== void 0) return {
		name,
		email
	};
	throw new IdentikitError("USAGE", `${JSON.stringify(text)} is nobody that a commit can name`, { remedy: "Write it as NAME <EMAIL>." });
}
function keyText(path) {
	try {
		return readFileSync(path, "utf8");
	} catch (cause) {
		throw new IdentikitError("FILE_UNREADABLE", `the signing key ${path} cannot be read`, {
			remedy: "Name the file of an ssh private key without a passphrase.",
			cause
		});
	}
}
// src/commands/places/change-proposals.ts
function openProposals({ context, project, database, store }) {
	const { organization, configRepository, manifests } = project.settings.platform;
	const { forge, commits } = openWriteBack(context, project, {
		database,
		store
	}, {});
	const { repositories } = dispatchServices(context, project, {
		database,
		store
	}, organization);
	return changeProposals({
		repositories,
		forge,
		commits,
		repository: configRepository,
		signal: context.signal,
		serverUrl: hostOf(context.env).serverUrl,
		hasToken: Boolean(context.env[hostTokenVariable]),
		now: () => context.clock.now(),
		fileOf: (kind, name) => {
			return readManifests(project.root, manifests, { namespace: organization }).manifests.find(({ declared }) => declared.kind === kind && declared.metadata.name === name)?.document.file;
		}
	});
}
export { openProposals, openWriteBack };
