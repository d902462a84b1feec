import type { Kind } from "../../agents/kinds/kind.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import type { ResourceReader } from "../../agents/resource/resource-store.ts";
import { parseFieldSelector, parseLabelSelector } from "../../agents/resource/selector.ts";
import { objectMissing } from "../../agents/store/object-fault.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { objectForm } from "../../api/kubernetes/object-form.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { objectsYaml, objectTable } from "../accounts/objects.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { objectCalled } from "../places/object-called.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { GetCommandOptions } from "./get.ts";

export async function run(context: CommandContext, given: GetCommandOptions): Promise<CommandResult> {
  const { kind, name } = objectCalled(given.kind, given.name);
  const options = { ...given, name };
  checkOptions(options);
  const project = await openProject(context.cwd, options.root);
  const namespace = options.organization ?? project.settings.platform.organization;
  await using database = await openConfigDatabase(context, project, options.database, "read");
  await using store = new SqlStore(database);
  const found = await store.read((reader) => objectsOf(reader, kind, namespace, options));
  const outputs = { kind: kind.kind, items: asOutput(found.map(objectForm)) };
  const told = (document: string): CommandResult => ({ outputs, account: [], document });
  switch (options.output) {
    case "yaml":
      return told(objectsYaml(kind, found));
    case "json":
      return told(`${JSON.stringify(jsonOf(found, name !== undefined), undefined, 2)}\n`);
    case "name":
      return told(found.map(({ metadata }) => `${kind.plural}/${metadata.name}\n`).join(""));
    case "table":
    case "wide": {
      const where = options.allOrganizations ? "" : ` in the organisation ${namespace}`;
      if (found.length === 0) return { outputs, account: [`no ${kind.plural}${where}`] };
      const isWide = options.output === "wide";
      const withOrganization = isWide || options.allOrganizations;
      return told(objectTable(kind, found, { withOrganization, isWide, now: () => context.clock.now() }));
    }
  }
}

async function objectsOf(
  reader: ResourceReader,
  kind: Kind,
  namespace: string,
  { name, selector, fieldSelector, allOrganizations }: GetCommandOptions,
): Promise<readonly Resource[]> {
  if (name !== undefined) {
    const object = await reader.get(kind, { namespace, name });
    if (!object) throw objectMissing(kind, { namespace, name });
    return [object];
  }
  const found: Resource[] = [];
  const query = {
    namespace: allOrganizations ? undefined : namespace,
    labels: selector === undefined ? undefined : parseLabelSelector(selector),
    fields: fieldSelector === undefined ? undefined : parseFieldSelector(fieldSelector),
  };
  for await (const object of reader.each(kind, query)) found.push(object);
  return found;
}

/** One object by its name, or a list as `kubectl` prints it. */
function jsonOf(found: readonly Resource[], isOne: boolean): unknown {
  const items = found.map(objectForm);
  return isOne ? items[0] : { apiVersion: "v1", kind: "List", metadata: {}, items };
}

/** @throws {IdentikitError} `USAGE` */
function checkOptions({
  name,
  selector,
  fieldSelector,
  allOrganizations,
  organization,
}: GetCommandOptions): void {
  if (name !== undefined && (selector !== undefined || fieldSelector !== undefined || allOrganizations))
    throw usage(
      "NAME is one object",
      "Leave out NAME, or --selector, --field-selector and --all-organizations.",
    );
  if (allOrganizations && organization !== undefined)
    throw usage(
      "--organization and --all-organizations are two answers to one question",
      "Leave one of them out.",
    );
}

function usage(problem: string, remedy: string): IdentikitError {
  return new IdentikitError("USAGE", problem, { remedy });
}
