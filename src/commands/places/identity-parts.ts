import { readBuiltinFiles } from "../../config/sync/builtin-files.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import type { Project } from "../../project/project.ts";
import type { BomPlugin, BomServer, IdentityParts } from "../../provenance/sbom/bill-of-materials.ts";
import { version } from "../../runtime/version.ts";
import { readContents } from "../../template/contents/contents.ts";
import { readManifest } from "../../template/manifest.ts";
import { readTemplateDirectory } from "../../template/template-directory.ts";
import type { CommandContext } from "../context.ts";
import { recordedTemplate } from "./identity-statement.ts";
import { sourceLimitsOf } from "./limits.ts";
import { syncInputs } from "./sync-inputs.ts";
import { templateFacts } from "./template-facts.ts";
import type { TemplateSide } from "./template-side.ts";

/**
 * Everything that the agents of a template get: what is delivered of it, and what the repository adds for them.
 * @throws {IdentikitError} the faults of reading the template and the repository's files
 */
export async function identityParts(
  { env, signal, fetched }: CommandContext,
  project: Project,
  template: TemplateSide,
): Promise<IdentityParts> {
  const { directory, policy } = template;
  const limits = sourceLimitsOf(project.settings);
  const { tree } = await readTemplateDirectory(directory, {
    policy,
    environment: env,
    signal,
    fetched,
    limits,
  });
  const { prompt, skills, servers } = readContents(tree, directory);
  const added = addedByRepository(project, template.name);
  return {
    template: recordedTemplate(template),
    assets: tree,
    prompts: prompt.parts.map(({ path }) => path),
    skills,
    servers: [
      ...[...servers].map(([name, server]) => serverPart(name, "mcp_servers.yaml", server)),
      ...added.servers,
    ],
    plugins: added.plugins,
    version,
  };
}

/** What a repository gives the agents of a template beside the template: for all, and for the types that use it. */
function addedByRepository(
  project: Project,
  template: string,
): { readonly servers: readonly BomServer[]; readonly plugins: readonly BomPlugin[] } {
  const { settings, path } = project;
  const { agents, mcpServers, marketplaces } = readBuiltinFiles(syncInputs(project).files);
  const names = new Set(templateFacts(project).find(({ name }) => name === template)?.agents);
  const own = agents.agents.filter(({ name }) => names.has(name));
  const types = agents.types.filter(({ name }) => own.some(({ type }) => type === name));
  const file = settings.builtin.mcpServers;
  const servers = [
    ...Object.entries(mcpServers.mcpServers).map(([name, server]) => serverPart(name, file, server)),
    ...types.flatMap((type) =>
      Object.entries(mcpServers.types[type.name] ?? {}).map(([name, server]) =>
        serverPart(name, `${file} (${type.name})`, server),
      ),
    ),
  ];
  const wanted = new Set([agents.defaults, ...types, ...own].flatMap(({ plugins }) => plugins));
  const entries = readManifest(path(settings.manifest), settings.manifest).plugins;
  const plugins = [...wanted]
    .filter((one) => !one.startsWith("!"))
    .sort()
    .map((one): BomPlugin => {
      const [name = "", marketplace = ""] = one.split("@");
      const entry = entries.find((each) => each.name === name);
      const market = fieldsOf(fieldsOf(marketplaces.extraKnownMarketplaces[marketplace]).source);
      const source = [entry?.repo, market.url, market.repo].find((each) => typeof each === "string");
      return { name, marketplace, source, ref: entry?.ref ?? undefined };
    });
  return { servers, plugins };
}

function serverPart(name: string, from: string, server: unknown): BomServer {
  const { command, args, url } = fieldsOf(server);
  return {
    name,
    from,
    command: typeof command === "string" ? command : undefined,
    args: Array.isArray(args) ? args.map(String) : [],
    url: typeof url === "string" ? url : undefined,
  };
}
