import { allKinds } from "../../agents/kinds/all-kinds.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { agentToolEvent } from "../../agents/kinds/record/agent-tool-event.ts";
import { recordReferencesOf, referencesOf } from "../../agents/kinds/references.ts";
import { referencesIn } from "../../agents/manifest/check-references.ts";
import { kindNamed } from "../../agents/resource/check-resource.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { showPath } from "../../document/document.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { namedObjectAddress, objectAddress } from "../page/object-address.ts";
import type { ViewerObjects } from "../page/viewer-objects.ts";
import type { AssociatedObject, AssociationsModel } from "./association.ts";

/** Objects of a kind that are looked at, and references that are shown, at most. */
const mostLooked = 500;
const mostShown = 30;

/** What an object names, and what names it, as far as the viewer may see it. */
export async function associationsOf(objects: ViewerObjects, object: Resource): Promise<AssociationsModel> {
  const names = await namesOf(objects, object);
  const found: { namedBy: AssociatedObject[]; partly: string[]; hidden: string[] } = {
    ...{ namedBy: [], partly: [], hidden: [] },
  };
  for (const kind of kindsNaming(object.kind)) {
    if (!objects.rights.may("list", kind).allowed) {
      found.hidden.push(kind.kind);
      continue;
    }
    let [looked, shown] = [0, 0];
    for await (const other of objects.each(kind, queryOf(kind, object))) {
      looked++;
      const field = fieldThatNames(other, object);
      if (field !== undefined && ++shown <= mostShown)
        found.namedBy.push(associated(objects, kind, other, field));
      if (looked >= mostLooked || shown > mostShown) {
        found.partly.push(kind.kind);
        break;
      }
    }
  }
  return { names, ...found };
}

async function namesOf(objects: ViewerObjects, object: Resource): Promise<readonly AssociatedObject[]> {
  const names: AssociatedObject[] = [];
  for (const { kind: kindName, name, path } of referencesIn(object.kind, object).slice(0, 200)) {
    const kind = kindNamed(kindName);
    const other = kind && (await objects.seen(kind, name));
    const field = showPath(path);
    if (kind && other) names.push(associated(objects, kind, other, field));
    else {
      const href = namedObjectAddress(objects.organization, kindName, name);
      names.push({ kind: kindName, name, field, href, isSeen: false });
    }
  }
  return names;
}

function associated(
  { organization }: ViewerObjects,
  kind: Kind,
  { metadata: { name }, status }: Resource,
  field: string,
): AssociatedObject {
  const { phase } = fieldsOf(status);
  const href = objectAddress(organization, kind, name);
  return {
    kind: kind.kind,
    name,
    field,
    href,
    isSeen: true,
    ...(typeof phase === "string" ? { phase } : {}),
  };
}

/** The kinds with a field that can name an object of a kind. */
function kindsNaming(named: string): readonly Kind[] {
  return allKinds.filter(
    (kind) =>
      kind !== agentToolEvent &&
      ([...(referencesOf[kind.kind] ?? []), ...(recordReferencesOf[kind.kind] ?? [])].some(
        (field) => field.kind === named,
      ) ||
        anyKind.has(kind.kind)),
  );
}

/** Kinds whose objects say themselves of which kind the other one is. */
const anyKind = new Set(["AgentRoleBinding", "AgentBudget", "AgentSecretGrant", "AgentConfigGrant"]);

/** What belongs to a run is found by an index. */
function queryOf(kind: Kind, { kind: named, metadata }: Resource) {
  const isOfRun =
    named === "AgentDispatchRun" && recordReferencesOf[kind.kind]?.some(({ path }) => path === ".spec.run");
  return {
    ...(isOfRun ? { fields: [{ field: "spec.run", equals: true, value: metadata.name }] } : {}),
    newestFirst: kind.storage === "record",
  };
}

function fieldThatNames(other: Resource, object: Resource): string | undefined {
  if (other.kind === object.kind && other.metadata.name === object.metadata.name) return undefined;
  const reference = referencesIn(other.kind, other).find(
    ({ kind, name }) => kind === object.kind && name === object.metadata.name,
  );
  return reference && showPath(reference.path);
}
