import { readBuiltinFiles } from "./config.js";
import { fieldsOf } from "../start/faces.js";
import { version } from "../start/first.js";
import { readContents } from "./template-with-yaml.js";
import { readManifest } from "./template.js";
import { readTemplateDirectory } from "./template-with-child_process.js";
import { recordedTemplate } from "./commands-with-image.js";
import { sourceLimitsOf } from "./commands.js";
import { syncInputs } from "./commands-with-template.js";
import { templateFacts } from "./commands-with-config-template.js";
// src/commands/places/identity-parts.ts
async function identityParts({ env, signal, fetched }, project, template) {
	const { directory, policy } = template;
	const limits = sourceLimitsOf(project.settings);
	const { tree } = await readTemplateDirectory(directory, {
		policy,
		environment: env,
		signal,
		fetched,
		limits
	});
	const { prompt, skills, servers } = readContents(tree, directory);
	const added = addedByRepository(project, template.name);
	return {
		template: recordedTemplate(template),
		assets: tree,
		prompts: prompt.parts.map(({ path }) => path),
		skills,
		servers: [...[...servers].map(([name, server]) => serverPart(name, "mcp_servers.yaml", server)), ...added.servers],
		plugins: added.plugins,
		version
	};
}
function addedByRepository(project, template) {
	const { settings, path } = project;
	const { agents, mcpServers, marketplaces } = readBuiltinFiles(syncInputs(project).files);
	const names = new Set(templateFacts(project).find(({ name }) => name === template)?.agents);
	const own = agents.agents.filter(({ name }) => names.has(name));
	const types = agents.types.filter(({ name }) => own.some(({ type }) => type === name));
	const file = settings.builtin.mcpServers;
	const servers = [...Object.entries(mcpServers.mcpServers).map(([name, server]) => serverPart(name, file, server)), ...types.flatMap((type) => Object.entries(mcpServers.types[type.name] ?? {}).map(([name, server]) => serverPart(name, `${file} (${type.name})`, server)))];
	const wanted = new Set([
		agents.defaults,
		...types,
		...own
	].flatMap(({ plugins }) => plugins));
	const entries = readManifest(path(settings.manifest), settings.manifest).plugins;
	return {
		servers,
		plugins: [...wanted].filter((one) => !one.startsWith("!")).sort().map((one) => {
			const [name = "", marketplace = ""] = one.split("@");
			const entry = entries.find((each) => each.name === name);
			const market = fieldsOf(fieldsOf(marketplaces.extraKnownMarketplaces[marketplace]).source);
			return {
				name,
				marketplace,
				source: [
					entry?.repo,
					market.url,
					market.repo
				].find((each) => typeof each === "string"),
				ref: entry?.ref ?? void 0
			};
		})
	};
}
function serverPart(name, from, server) {
	const { command, args, url } = fieldsOf(server);
	return {
		name,
		from,
		command: typeof command === "string" ? command : void 0,
		args: Array.isArray(args) ? args.map(String) : [],
		url: typeof url === "string" ? url : void 0
	};
}
export { identityParts };
