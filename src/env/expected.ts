import { version } from "../runtime/version.ts";
import { type Digest, digestOf } from "../tree/digest.ts";
import type { TreeFile } from "../tree/file-tree.ts";
import { ancestorsOf } from "../tree/path.ts";
import type { SharedFileName } from "./clients/shared-files.ts";
import type { Want } from "./want.ts";

/** What an env directory holds while there is nothing to do: names and digests alone, so that it can be told to another thread. */
export interface Expected {
  readonly sharedFiles: readonly SharedFileName[];
  /** Files that the client has for itself, whether or not something of ours is in them. */
  readonly ownFiles: readonly string[];
  readonly inputs: ReadonlyMap<SharedFileName, string>;
  /** By path: the prompt, and the other single files. */
  readonly files: ReadonlyMap<string, Digest>;
  readonly skills: ReadonlyMap<string, ExpectedSkill>;
  /** Of all of it, and of the release that says so. */
  readonly digest: Digest;
  /** What is looked at without reading it, the env directory itself first: each begins where its path ends. */
  readonly paths: readonly string[];
}

export interface ExpectedSkill {
  readonly digest: Digest;
  readonly files: ReadonlyMap<string, Pick<TreeFile, "mode" | "digest">>;
}

const known = new WeakMap<Want, Expected>();

/** What a want comes to, worked out once for all agents that share it. */
export function expectedOf(want: Want): Expected {
  const found = known.get(want);
  if (found) return found;
  const { client, files, skills } = want.desired;
  const paths = pathsIn(want);
  const lines = [version, ...paths, ...wantedLines(want)];
  const expected = {
    sharedFiles: client.sharedFiles,
    ownFiles: client.ownFiles,
    inputs: want.inputs,
    files: new Map([...files].map(([path, { digest }]) => [path, digest])),
    skills: new Map(
      [...skills].map(([name, tree]) => [
        name,
        {
          digest: tree.digest,
          files: new Map([...tree].map(({ path, mode, digest }) => [path, { mode, digest }])),
        },
      ]),
    ),
    digest: digestOf(lines.map((line) => JSON.stringify(line)).join("\n")),
    paths: ["", ...paths.map((path) => `/${path}`)],
  };
  known.set(want, expected);
  return expected;
}

/** Every file and directory of ours in an env directory, there or not, and the directories above them. */
function pathsIn({ desired: { client, shared, files, skills } }: Want): string[] {
  const inSkills = [...skills].flatMap(([name, tree]) => [
    `skills/${name}`,
    ...[...tree].map(({ path }) => `skills/${name}/${path}`),
  ]);
  const own = [...shared.keys(), ...client.ownFiles, ...files.keys(), "skills", ...inSkills];
  return [...new Set(own.flatMap((path) => [...ancestorsOf(path), path]))];
}

function wantedLines({ desired: { client, files, skills }, inputs }: Want): string[] {
  return [
    JSON.stringify([...client.sharedFiles]),
    ...[...inputs].map((entry) => JSON.stringify(entry)),
    ...[...files].map(([path, { digest }]) => `${digest} ${path}`),
    ...[...skills].map(([name, { digest }]) => `${digest} ${name}`),
  ];
}
