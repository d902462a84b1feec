import { Readable } from "node:stream";
import { IdentikitError } from "../../fault/error.ts";
import { writeTar } from "../../tar/tar-writer.ts";
import type { Digest } from "../../tree/digest.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import type { BakeOptions } from "../bake.ts";
import { bakedTree, type IdentityProfile, markerName, markerScript, selectIdentity } from "../identity.ts";
import { readImage } from "../image.ts";
import { type ImageGate, passGate } from "../image-gate.ts";
import { type Provenance, templateLabels } from "../labels.ts";
import { placeImage } from "../place-image.ts";
import type { OpenedReference } from "../places.ts";
import { formatImageReference, formatWritten, type ImageReference, registryName } from "../reference.ts";
import type { Platform } from "../store.ts";
import { connectEngine, type EngineVariables, engineFault } from "./connection.ts";
import { EngineStore } from "./engine-store.ts";
import { followEngine } from "./progress.ts";

export interface BuildOptions {
  /** The template's whole tree; the identity is selected from it. */
  readonly template: FileTree;
  readonly provenance?: Provenance;
  /** `Dockerfile.platform-agent`, as text. */
  readonly dockerfile: string;
  /** An image that the engine has or can pull. */
  readonly base: ImageReference;
  readonly to: OpenedReference;
  /** Asked before the image gets its name; `"skip"` is the user's word. */
  readonly gate: ImageGate | "skip";
  /** As for the direct builder; an engine itself has no place for what is said of an image. */
  readonly beforeNames?: BakeOptions["beforeNames"];
  readonly labels?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  /** Which of the template's files are the identity. Default `identity/v1`. */
  readonly profile?: IdentityProfile;
  /** Where the engine is. */
  readonly env: EngineVariables;
  readonly signal: AbortSignal;
}

export interface BuildResult {
  readonly image: string;
  /** In a registry or a layout the manifest's; in an engine the image's id. */
  readonly digest: Digest;
  /** The topmost layer, as it was written. */
  readonly layerDigest: Digest;
  readonly treeDigest: Digest;
  readonly platforms: readonly Platform[];
  readonly changed: boolean;
}

/** Where the template stands in the build context that the engine is given. */
const contextDirectory = "template";

/**
 * The other builder: `Dockerfile.platform-agent` on a real engine, through its API. The context holds the Dockerfile and the
 * identity with its marker, as `fetch` stages them and in the layout of earlier Dockerfiles, nothing else. The image gets its name, or is copied to its place, only after the gate has passed it. The
 * engine builds its own platform, and its image's digest is its own; the identity's is the same as the direct builder's.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED` with what the build says, `GATE_FAILED`, `USAGE` for a
 * base that no engine can name
 */
export async function build(options: BuildOptions): Promise<BuildResult> {
  const { to, gate, env, signal } = options;
  const identity = selectIdentity(options.template, "the template", options.required, options.profile);
  const engine = await connectEngine(env);
  const base = baseName(options.base);
  const id = await followEngine(
    engine
      .buildImage(Readable.from([contextOf(identity, options.dockerfile)], { objectMode: false }), {
        dockerfile: "Dockerfile",
        buildargs: { BASE_IMAGE: base, PLATFORM_AGENT_TEMPLATE_DIR: contextDirectory },
        labels: { ...templateLabels(identity, options.provenance), ...options.labels },
        networkmode: "none",
        forcerm: true,
        abortSignal: signal,
      })
      .catch((cause: unknown) => {
        throw engineFault(`building on ${base}`, cause);
      }),
    `building on ${base}`,
    signal,
  );
  if (id === undefined) {
    throw new IdentikitError("ENGINE_FAILED", `building on ${base}: the engine names no image`, {
      remedy: "Look at the engine's log.",
    });
  }
  await using built = new EngineStore(engine, id, signal);
  const digest = await built.only();
  const subject = formatImageReference(to.reference);
  await passGate(gate, { source: built, selector: { kind: "digest", digest }, subject });
  const { raw, images } = await readImage(built, { kind: "digest", digest });
  const [image] = images;
  const layerDigest = image?.manifest.layers.at(-1)?.digest ?? raw.digest;
  await options.beforeNames?.({ top: raw, layerDigest, treeDigest: identity.digest });
  const changed = await place(options, { built, id: id as Digest, engine });
  const isEngine = to.reference.kind === "engine";
  return {
    image: formatWritten(to.reference, to.tag, raw.digest),
    digest: isEngine ? (id as Digest) : raw.digest,
    layerDigest,
    treeDigest: identity.digest,
    platforms: images.map(({ platform }) => platform),
    changed,
  };
}

interface Built {
  readonly built: EngineStore;
  readonly id: Digest;
  readonly engine: Awaited<ReturnType<typeof connectEngine>>;
}

/** Names the image in the engine, or copies it to where it is to be. */
async function place({ to }: BuildOptions, { built, id, engine }: Built): Promise<boolean> {
  if (to.reference.kind === "engine") {
    const { name } = to.reference;
    const repo = name.replace(/:[^:/]*$/, "");
    const before = await engine
      .getImage(name)
      .inspect()
      .catch(() => undefined);
    await engine
      .getImage(id)
      .tag({ repo, tag: to.tag })
      .catch((cause: unknown) => {
        throw engineFault(`naming ${name}`, cause);
      });
    const { Id: after } = await engine.getImage(name).inspect();
    if (after !== id) {
      throw new IdentikitError("TAG_MOVED", `docker-daemon:${name} stands for ${after}, not for ${id}`, {
        remedy: "Find out who else writes this tag, then run again.",
      });
    }
    return before?.Id !== id;
  }
  const top = await built.manifest({ kind: "digest", digest: await built.only() });
  const { changed } = await placeImage(built, top, to.store, [to.tag]);
  return changed;
}

function contextOf(identity: FileTree, dockerfile: string): Uint8Array {
  const files = [...identity].map(({ path, mode, bytes }) => ({
    path: `${contextDirectory}/${path}`,
    mode,
    bytes,
  }));
  const staged = [...bakedTree(identity)].map(({ path, mode, bytes }) => ({
    path: `${contextDirectory}@identity/${path}`,
    mode,
    bytes,
  }));
  const beside = [
    { path: "Dockerfile", mode: 0o644, bytes: Buffer.from(dockerfile) },
    { path: markerName, mode: 0o755, bytes: Buffer.from(markerScript) },
  ];
  return writeTar([...beside, ...files, ...staged], 0);
}

function baseName(base: ImageReference): string {
  if (base.kind === "registry") return registryName(base);
  if (base.kind === "engine") return base.name;
  throw new IdentikitError("USAGE", `an engine cannot build on ${formatImageReference(base)}`, {
    remedy: "Name an image of a registry or of the engine, or use --builder direct.",
  });
}
