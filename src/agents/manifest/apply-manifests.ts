import { IdentikitError } from "../../fault/error.ts";
import { configKinds } from "../kinds/all-kinds.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceReader, ResourceStore, ResourceWriter } from "../resource/resource-store.ts";
import type { AgentManifest, ManifestSet } from "./manifest-set.ts";
import { type ManifestStep, planManifests } from "./plan-manifests.ts";

export interface ApplyManifestOptions {
  /** Does everything but keep it. Default false. */
  readonly dryRun?: boolean | undefined;
  /** The manifests are all that the repository declares: what it declared before and they lack is deleted. Default false. */
  readonly asRepository?: boolean | undefined;
}

/**
 * Makes the objects what manifests say, in one transaction.
 * @returns what was done, objects that were as they should be included
 * @throws {IdentikitError} the code of the first problem of the manifests; `MANAGED_BY_REPOSITORY`, `IMMUTABLE_FIELD`
 */
export async function applyManifests(
  store: ResourceStore,
  set: ManifestSet,
  { dryRun, asRepository = false }: ApplyManifestOptions = {},
): Promise<readonly ManifestStep[]> {
  refuseProblems(set);
  return await (asRepository ? store.asRepository() : store).write(
    async (writer) => {
      const steps = planManifests(
        await present(writer, set.manifests, asRepository),
        set.manifests,
        asRepository,
      );
      for (const step of steps) await take(writer, step, asRepository);
      return steps;
    },
    { dryRun },
  );
}

/**
 * What {@link applyManifests} would do.
 * @throws {IdentikitError} the code of the first problem of the manifests
 */
export async function diffManifests(
  store: ResourceStore,
  set: ManifestSet,
  { asRepository = false }: Pick<ApplyManifestOptions, "asRepository"> = {},
): Promise<readonly ManifestStep[]> {
  refuseProblems(set);
  return await store.read(async (reader) =>
    planManifests(await present(reader, set.manifests, asRepository), set.manifests, asRepository),
  );
}

/** @throws {IdentikitError} the code of the first problem of the manifests, where there is any */
export function refuseProblems({ problems }: ManifestSet): void {
  const [first, ...more] = problems;
  if (!first) return;
  const { code, file, line, problem, remedy } = first;
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  throw new IdentikitError(code, `${file}:${line}: ${problem}${others}`, { remedy, location: first });
}

/** The objects that manifests name; for a whole repository, also all others that it declared. */
async function present(
  reader: ResourceReader,
  manifests: readonly AgentManifest[],
  asRepository: boolean,
): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  if (asRepository) {
    for (const kind of configKinds) for await (const resource of reader.each(kind)) found.push(resource);
    return found;
  }
  for (const { kind, declared } of manifests) {
    const resource = await reader.get(kind, declared.metadata);
    if (resource) found.push(resource);
  }
  return found;
}

async function take(writer: ResourceWriter, step: ManifestStep, asRepository: boolean): Promise<void> {
  switch (step.does) {
    case "create":
      await writer.create(step.kind, step.after);
      return;
    case "update":
      await writer.update(step.kind, step.after);
      return;
    case "delete":
      await writer.delete(step.kind, step.before.metadata);
      return;
    case "keep":
      // What a person made by hand and the repository declares now belongs to it from now on.
      if (asRepository && !step.before.metadata.managedByRepository)
        await writer.update(step.kind, step.after);
  }
}
