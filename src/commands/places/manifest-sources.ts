import { statSync } from "node:fs";
import { posix, relative, resolve } from "node:path";
import { configKinds } from "../../agents/kinds/all-kinds.ts";
import type { ManifestProblem, ManifestSet } from "../../agents/manifest/manifest-set.ts";
import { type ManifestText, manifestTexts, readManifestTexts } from "../../agents/manifest/read-manifests.ts";
import type { Declared } from "../../agents/resource/resource.ts";
import type { ResourceStore } from "../../agents/resource/resource-store.ts";
import { decodeText, readText } from "../../document/text.ts";
import type { Project } from "../../project/project.ts";
import { refuseSecretsIn } from "../../template/secret-scan.ts";
import { fileFault } from "../../tree/file-fault.ts";
import type { CommandContext } from "../context.ts";
import { acceptedSecretsOf } from "./accepted-secrets.ts";

/** The texts of manifests that a command line names. */
export interface ManifestSources {
  /** What the account calls all of them. */
  readonly name: string;
  readonly texts: readonly ManifestText[];
  readonly problems: readonly ManifestProblem[];
}

/**
 * Reads the manifests that are named; those of the repository where none is.
 * @param named files, folders, and `-` for standard input; relative to where the person typed them
 * @throws {IdentikitError} `FILE_UNREADABLE`, `SECRET_FOUND` for a credential in any of them
 */
export async function readSources(
  context: CommandContext,
  project: Project,
  named: readonly string[],
): Promise<ManifestSources> {
  const { manifests } = project.settings.platform;
  const read =
    named.length === 0
      ? [manifestTexts(project.root, manifests)]
      : await Promise.all(named.map((one) => readSource(context, project, one)));
  const texts = read.flatMap((one) => one.texts);
  const accepted = await acceptedSecretsOf(context, project);
  await refuseSecretsIn(
    texts.map(({ file, text }) => ({ path: file, text })),
    { owner: "this repository", accepted },
  );
  return {
    name: named.length === 0 ? `${manifests}/` : named.join(", "),
    texts,
    problems: read.flatMap((one) => one.problems),
  };
}

/**
 * Checks manifests together with the objects that are there.
 * @param allOrganizations whether they may give rights beyond the repository's organisation
 */
export async function manifestSet(
  store: ResourceStore,
  { settings }: Project,
  { texts, problems }: ManifestSources,
  allOrganizations: boolean,
): Promise<ManifestSet> {
  const known = await store.read(async (reader) => {
    const found: Pick<Declared, "kind" | "metadata">[] = [];
    for (const kind of configKinds)
      for await (const { metadata } of reader.each(kind)) found.push({ kind: kind.kind, metadata });
    return found;
  });
  const read = readManifestTexts(texts, {
    namespace: settings.platform.organization,
    known,
    allOrganizations,
  });
  return { manifests: read.manifests, problems: [...problems, ...read.problems] };
}

async function readSource(
  { cwd, readInput }: CommandContext,
  { root }: Project,
  named: string,
): Promise<Omit<ManifestSources, "name">> {
  if (named === "-") {
    const file = "standard input";
    return { texts: [{ file, text: decodeText(await readInput(), file) }], problems: [] };
  }
  const place = resolve(cwd, named);
  // Files of the repository are called as everywhere else, so that accepted values and places hold.
  const inside = relative(root, place);
  const file = inside.startsWith("..") ? named : inside.replaceAll("\\", "/");
  if (!isFolder(place)) return { texts: [{ file, text: readText(place, file) }], problems: [] };
  const { texts, problems } = manifestTexts(place, ".");
  const within = <Named extends { readonly file: string }>(one: Named) => ({
    ...one,
    file: posix.join(file, one.file),
  });
  return { texts: texts.map(within), problems: problems.map(within) };
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", place, cause);
  }
}
