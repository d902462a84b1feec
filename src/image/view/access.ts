import type { PlatformImage } from "../image.ts";
import { ambiguousLayer } from "../image-fault.ts";
import type { ImageSource } from "../store.ts";
import { type ImageUser, parseUser, resolveUser, type Subject } from "./container-user.ts";
import type { DirectoryFacts } from "./directory-facts.ts";
import type { Metadata } from "./layer-node.ts";
import type { Listing } from "./layer-stack.ts";
import { LayersRead, type LayersReadOptions } from "./layers-read.ts";

/** A directory that keeps the image's user from the identity. */
export interface LockedDirectory extends Metadata {
  /** Without a slash at its start; `""` is the root. */
  readonly path: string;
  /** As the image's config has it. */
  readonly user: string;
}

/** Read and search, as bits of one class. */
const search = 1;
const readAndSearch = 5;

interface Gate extends DirectoryFacts {
  /** What the user has to be allowed there. */
  readonly wanted: number;
}

/** True where an image's user is root by its number. Root passes everywhere: engines leave it `CAP_DAC_OVERRIDE`. */
export function runsAsRoot(image: PlatformImage): boolean {
  const parsed = parseUser(userOf(image));
  return typeof parsed === "object" && isRoot(parsed);
}

/**
 * The first directory on the way to a listing, or in it, that the image's own user cannot pass, where that is not
 * {@link runsAsRoot root}. The way has to be searchable, the directory itself and those below it readable, too. Where all
 * may pass, nobody asks who the user is; else its numbers are looked up in the image.
 * @param listing which rests on all layers
 * @throws {IdentikitError} `IMAGE_AMBIGUOUS` where it depends on the engine, or who the user is cannot be told
 */
export async function findLock(
  source: ImageSource,
  image: PlatformImage,
  { way, directories }: Listing,
  options: LayersReadOptions,
): Promise<LockedDirectory | undefined> {
  const gates = [
    ...way.map((each) => ({ ...each, wanted: search })),
    ...directories.map((each) => ({ ...each, wanted: readAndSearch })),
  ].filter((each) => !isOpenToAll(each));
  if (gates.length === 0) return undefined;
  const user = userOf(image);
  const parsed = parseUser(user);
  if (typeof parsed === "string") throw unknown(source, `its user ${parsed}`);
  const subject = await subjectOf(source, image, parsed, options);
  if (typeof subject === "string") throw unknown(source, subject);
  if (subject.uid === 0) return undefined;
  for (const gate of gates) {
    const locked = lockedBy(gate, subject, source);
    if (locked) return { ...locked, path: gate.path, user };
  }
  return undefined;
}

function isRoot({ user }: ImageUser): boolean {
  return user.kind === "id" && user.id === 0;
}

/** `User` of the image's config; root where there is none. */
function userOf({ config }: PlatformImage): string {
  const user: unknown = config.config?.User;
  return typeof user === "string" ? user : "";
}

function isOpenToAll({ metadata, wanted }: Gate): boolean {
  const bits = wanted * 0o111;
  return metadata.every(({ mode }) => (mode & bits) === bits);
}

/** Numbers need no lookup; without a group, they do: the user's line says which. */
async function subjectOf(
  source: ImageSource,
  image: PlatformImage,
  user: ImageUser,
  options: LayersReadOptions,
): Promise<Subject | string> {
  if (user.user.kind === "id" && user.group?.kind === "id")
    return { uid: user.user.id, groups: [new Set([user.group.id])] };
  await using layers = new LayersRead(source, image, { ...options, keepContent: true, everyLayer: true });
  const paths = ["etc/passwd", "etc/group"];
  const [passwd, group] = [
    await layers.answer(paths, (stack) => stack.content("etc/passwd")),
    await layers.answer(paths, (stack) => stack.content("etc/group")),
  ];
  return resolveUser(user, passwd.bytes, group.bytes);
}

/** The metadata that lock somebody out, where they do in every engine. */
function lockedBy(gate: Gate, subject: Subject, source: ImageSource): Metadata | undefined {
  const { path, metadata, wanted } = gate;
  const outcomes = metadata.flatMap((each) =>
    subject.groups.map((groups) => allows(each, subject.uid, groups, wanted)),
  );
  if (outcomes.every((allowed) => allowed)) return undefined;
  if (outcomes.some((allowed) => allowed))
    throw unknown(source, `engines give /${path} different modes or owners, or the user different groups`);
  return metadata[0];
}

/** As the kernel decides it: one class applies, the owner's before the group's before that of others. */
function allows(
  { mode, uid, gid }: Metadata,
  as: number,
  groups: ReadonlySet<number>,
  wanted: number,
): boolean {
  const shift = uid === as ? 6 : groups.has(gid) ? 3 : 0;
  return ((mode >> shift) & wanted) === wanted;
}

function unknown(source: ImageSource, reason: string): Error {
  return ambiguousLayer(
    source.name,
    `whether the image's user can read the identity cannot be told: ${reason}`,
  );
}
