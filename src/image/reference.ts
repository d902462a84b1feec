import { IdentikitError } from "../fault/error.ts";
import { type Digest, isDigest } from "../tree/digest.ts";

/** A tag and a digest of one repository; where both are given, the digest decides and the tag is for people. */
interface Selected {
  readonly tag?: string;
  readonly digest?: Digest;
}

/** An image of a registry. `host` is as one dials it, `docker.io` written out where none was named. */
export interface RegistryReference extends Selected {
  readonly kind: "registry";
  readonly host: string;
  readonly repository: string;
}

/** An image of an OCI layout directory; without a tag, the only image of it. */
export interface LayoutReference extends Selected {
  readonly kind: "layout";
  readonly directory: string;
}

/** An image of a `docker save` archive; `tag` is a whole `repository:tag`. */
export interface ArchiveReference {
  readonly kind: "archive";
  readonly file: string;
  readonly tag?: string;
}

/** An image of a Docker Engine, by name or by image id. */
export interface EngineReference {
  readonly kind: "engine";
  readonly name: string;
}

export type StoredReference = RegistryReference | LayoutReference | ArchiveReference | EngineReference;

/** What stands where an image is named; `scratch` is the empty base. */
export type ImageReference = StoredReference | { readonly kind: "scratch" };

// The grammar of github.com/distribution/reference.
const repositoryForm = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const hostForm =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::[0-9]+)?$/i;
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const knownTransports = "docker://, oci:, docker-archive:, docker-daemon:, scratch";

/** True for what may stand as a tag. */
export function isTag(text: string): boolean {
  return tagForm.test(text);
}

/**
 * Parses an image reference: `docker://HOST/REPOSITORY[:TAG][@DIGEST]` and the bare form of it, `oci:DIR[:TAG]`,
 * `docker-archive:FILE[:REPOSITORY:TAG]`, `docker-daemon:NAME`, `scratch`. The transports are those of
 * containers-transports(5); bare names are completed as Docker does (`docker.io`, `library/`), except that no
 * tag is made up here.
 * @throws {IdentikitError} `REFERENCE_INVALID`
 */
export function parseImageReference(text: string): ImageReference {
  if (text === "scratch") return { kind: "scratch" };
  if (text.startsWith("oci:")) return parseLayout(text.slice("oci:".length), text);
  if (text.startsWith("docker-archive:")) return parseArchive(text.slice("docker-archive:".length), text);
  refuseCredential(text);
  if (text.startsWith("docker://")) return parseRegistry(text.slice("docker://".length), text);
  if (text.startsWith("docker-daemon:")) return parseEngine(text.slice("docker-daemon:".length), text);
  const transport = /^([a-z][a-z-]*):(?:\/\/|\/|\.)/.exec(text)?.[1];
  if (transport)
    throw invalid(text, `the transport ${transport} is not known`, `Use one of ${knownTransports}.`);
  return parseRegistry(text, text);
}

/** {@link parseImageReference} where there must be a place: everything but `scratch`. */
export function parseStoredReference(text: string): StoredReference {
  const reference = parseImageReference(text);
  if (reference.kind === "scratch") throw invalid(text, "scratch is a base, not a place");
  return reference;
}

/** The reference as one writes it; {@link parseImageReference} reads it back. */
export function formatImageReference(reference: ImageReference): string {
  switch (reference.kind) {
    case "scratch":
      return "scratch";
    case "registry":
      return `docker://${registryName(reference)}`;
    case "layout":
      return `oci:${reference.directory}${suffix(reference)}`;
    case "archive":
      return `docker-archive:${reference.file}${reference.tag === undefined ? "" : `:${reference.tag}`}`;
    case "engine":
      return `docker-daemon:${reference.name}`;
  }
}

/** The reference of an image that was written to a place: with its name there, and its digest where the place has such. */
export function formatWritten(place: StoredReference, tag: string, digest: Digest): string {
  const hasDigests = place.kind === "registry" || place.kind === "layout";
  return formatImageReference(hasDigests ? { ...place, tag, digest } : place);
}

/** A registry reference without its transport, as a `FROM` line or an image annotation has it. */
export function registryName(reference: RegistryReference): string {
  return `${reference.host}/${reference.repository}${suffix(reference)}`;
}

function suffix({ tag, digest }: Selected): string {
  return `${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

function parseRegistry(name: string, text: string): RegistryReference {
  const { rest, digest } = splitDigest(name, text);
  const slash = rest.indexOf("/");
  const first = slash === -1 ? "" : rest.slice(0, slash);
  const hasHost = /[.:]/.test(first) || first === "localhost" || first.startsWith("[");
  const host = hasHost ? first.toLowerCase() : "docker.io";
  const path = hasHost ? rest.slice(slash + 1) : rest;
  const colon = path.lastIndexOf(":");
  const tag = colon > path.lastIndexOf("/") ? path.slice(colon + 1) : undefined;
  const short = tag === undefined ? path : path.slice(0, colon);
  const repository = host === "docker.io" && !short.includes("/") ? `library/${short}` : short;
  if (rest.startsWith("/"))
    throw invalid(
      text,
      "it names no registry, so what fills it in is empty",
      "Set the variable that holds the registry's host (in the shipped workflows the variable REGISTRY).",
    );
  if (!hostForm.test(host)) throw invalid(text, `${JSON.stringify(host)} is not a registry host`);
  if (!repositoryForm.test(repository) || repository.length > 255)
    throw invalid(
      text,
      `${JSON.stringify(short)} is not a repository name (lower case, parts joined by "/")`,
    );
  if (tag !== undefined && !isTag(tag)) throw invalid(text, `${JSON.stringify(tag)} is not a tag`);
  return { kind: "registry", host, repository, ...present({ tag, digest }) };
}

function parseLayout(place: string, text: string): LayoutReference {
  const { rest, digest } = splitDigest(place, text);
  // A Windows drive letter is no directory of its own; after it the first colon ends the path, as in skopeo.
  const from = /^[A-Za-z]:[\\/]/.test(rest) ? 2 : 0;
  const colon = rest.indexOf(":", from);
  const directory = colon === -1 ? rest : rest.slice(0, colon);
  const tag = colon === -1 ? undefined : rest.slice(colon + 1);
  if (directory === "") throw invalid(text, "it names no directory");
  if (tag !== undefined && !/^[A-Za-z0-9](?:[A-Za-z0-9._:@/+-]{0,254})$/.test(tag))
    throw invalid(text, `${JSON.stringify(tag)} is not a name of an image in a layout`);
  return { kind: "layout", directory, ...present({ tag, digest }) };
}

function parseArchive(place: string, text: string): ArchiveReference {
  const from = /^[A-Za-z]:[\\/]/.test(place) ? 2 : 0;
  const colon = place.indexOf(":", from);
  const file = colon === -1 ? place : place.slice(0, colon);
  if (file === "") throw invalid(text, "it names no file");
  if (colon === -1) return { kind: "archive", file };
  return { kind: "archive", file, tag: familiarName(place.slice(colon + 1), text) };
}

function parseEngine(name: string, text: string): EngineReference {
  if (isDigest(name) || /^[0-9a-f]{12,64}$/.test(name)) return { kind: "engine", name };
  return { kind: "engine", name: familiarName(name, text) };
}

/** A name as an engine lists it: with a tag, and without what Docker leaves out of its own hub's names. */
function familiarName(name: string, text: string): string {
  const { host, repository, tag, digest } = parseRegistry(name, text);
  const short = host === "docker.io" ? repository.replace(/^library\//, "") : `${host}/${repository}`;
  return digest === undefined ? `${short}:${tag ?? "latest"}` : `${short}@${digest}`;
}

function splitDigest(name: string, text: string): { rest: string; digest: Digest | undefined } {
  const at = name.lastIndexOf("@");
  if (at === -1 || !/^[a-z0-9+._-]+:/i.test(name.slice(at + 1))) return { rest: name, digest: undefined };
  const digest = name.slice(at + 1);
  if (!isDigest(digest)) throw invalid(text, `${JSON.stringify(digest)} is not a SHA-256 digest`);
  return { rest: name.slice(0, at), digest };
}

function present(selected: { tag: string | undefined; digest: Digest | undefined }): Selected {
  return {
    ...(selected.tag === undefined ? {} : { tag: selected.tag }),
    ...(selected.digest === undefined ? {} : { digest: selected.digest }),
  };
}

/** `user:password@host`: such a reference would stand in logs and labels, and its first message is already one. */
function refuseCredential(text: string): void {
  const shown = text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/@\s]+@(?!sha(?:256|512):)/i, "$1…@");
  if (shown === text) return;
  throw invalid(
    shown,
    "it holds a credential",
    "Log in to the registry, or give user and password as inputs.",
  );
}

function invalid(text: string, reason: string, remedy?: string): IdentikitError {
  return new IdentikitError("REFERENCE_INVALID", `image reference ${JSON.stringify(text)}: ${reason}`, {
    remedy: remedy ?? "Write it as docker://HOST/REPOSITORY:TAG, oci:DIR:TAG or one of the other transports.",
  });
}
