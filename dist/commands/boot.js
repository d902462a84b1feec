import { bootEnvironment, readBootstrapSecrets } from "../rooms/boot-with-template.js";
import { chooseIdentity } from "../rooms/boot-with-image-sqlite-template-yaml.js";
import { findProgram } from "../rooms/boot.js";
import { openProject } from "../rooms/project.js";
import { materializeResult, materializeRun } from "./materialize.js";
import { usualTemplateOf } from "../rooms/commands-with-image-template.js";
import { loadRows, resolveAgent } from "../rooms/config.js";
import { outcomeAccount } from "../rooms/commands-with-report.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { renderRun } from "./render.js";
import { join, resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/boot/render-agent.ts
async function renderAgent(context, project, agent, given) {
	await using database = await openConfigDatabase(context, project, given.database);
	const rows = await loadRows(database, [agent]);
	const options = {
		...given,
		reason: "boot",
		shard: void 0
	};
	const run = await renderRun(context, project, {
		agents: [resolveAgent(rows, agent)],
		secretsFrom: database,
		options,
		keys: { local: false }
	});
	const directory = join(run.envRoot, agent);
	const faults = run.outcomes.flatMap((outcome) => {
		if (!("error" in outcome)) return [];
		return outcome.result === "failed" || !existsSync(directory) ? [outcome.error] : [];
	});
	return {
		result: run.outcomes[0]?.result ?? "failed",
		directory,
		account: run.outcomes.flatMap((outcome) => outcomeAccount(outcome)),
		faults
	};
}
// src/commands/boot/body.ts
async function run(given, options) {
	const project = await openProject(given.cwd, options.root);
	const environment = openEnvironment(given, project, options);
	const context = {
		...given,
		env: environment.own
	};
	const program = findBootProgram(context, environment, options.program);
	const materialized = await materializeRun(context, project, options);
	const identity = startingIdentity(context, project, materialized, options);
	if (identity.from === "image") context.log.warn(identity.line);
	return resultOf(materialized, identity, options.agent === void 0 ? void 0 : await renderAgent(context, project, options.agent, options), program);
}
function openEnvironment({ env, cwd, log }, { settings }, { secrets: directory, secretVariable: variables }) {
	const tokens = settings.templateTokens;
	const secrets = readBootstrapSecrets({
		directory: directory === void 0 ? void 0 : resolve(cwd, directory),
		variables,
		environment: env,
		tokens
	});
	const environment = bootEnvironment(env, secrets, tokens);
	for (const value of environment.values) log.mask(value);
	for (const name of environment.passedOver) log.warn(`${name} is set and was not given as a bootstrap secret: it is not read (--secret-variable ${name})`);
	return environment;
}
function findBootProgram({ cwd }, { agent: env }, [name, ...args]) {
	return name === void 0 ? void 0 : {
		file: findProgram(name, env.PATH, cwd),
		argv: [name, ...args],
		env
	};
}
function startingIdentity({ cwd }, project, { name, volume, outcome }, { identity: directory }) {
	const { identity } = project.settings;
	const destination = directory === void 0 ? identity.destination : resolve(cwd, directory);
	const template = usualTemplateOf(project) ?? name;
	const { required } = identity;
	return chooseIdentity({
		name,
		volume,
		delivery: outcome,
		baked: {
			destination,
			template,
			required
		}
	});
}
function resultOf({ name, outcome }, { from, directory, line }, rendered, program) {
	const delivery = materializeResult(name, outcome);
	const faults = rendered?.faults ?? [];
	return {
		outputs: {
			...delivery.outputs,
			identity: {
				from,
				directory
			},
			...rendered ? {
				rendered: rendered.result,
				envDirectory: rendered.directory
			} : {},
			program: program?.file
		},
		account: [
			...delivery.account,
			...from === "image" ? [] : [line],
			...rendered?.account ?? []
		],
		changed: delivery.changed === true || rendered?.result === "rendered",
		faults,
		...program === void 0 ? {} : { successor: withPlaces(program, directory, rendered?.directory) }
	};
}
function withPlaces(program, identity, envDirectory) {
	const places = {
		...identity === "" ? {} : { IDENTIKIT_IDENTITY: identity },
		...envDirectory === void 0 ? {} : { IDENTIKIT_ENV_DIRECTORY: envDirectory }
	};
	return {
		...program,
		env: {
			...program.env,
			...places
		}
	};
}
export { run };
