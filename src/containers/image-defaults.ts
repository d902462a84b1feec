import { isDeepStrictEqual } from "node:util";
import { certain } from "../fault/certain.ts";
import { isSecretLike } from "../secret/secret-like-name.ts";
import { isEmpty } from "./inspection-fields.ts";

/** The configuration of an image, as an inspection has it; every field may be missing. */
export interface ImageDefaults {
  readonly Env?: readonly string[] | null | undefined;
  readonly Cmd?: string | readonly string[] | null | undefined;
  readonly Entrypoint?: string | readonly string[] | null | undefined;
  readonly WorkingDir?: string | undefined;
  readonly User?: string | undefined;
  readonly StopSignal?: string | undefined;
  readonly ArgsEscaped?: boolean | undefined;
  readonly Healthcheck?: object | null | undefined;
  readonly Labels?: Readonly<Record<string, string>> | null | undefined;
  readonly ExposedPorts?: object | null | undefined;
  readonly Volumes?: object | null | undefined;
}

/** The part of a container's configuration that an engine completes from the image. */
export type Completed = ImageDefaults;

/**
 * What was set for a container itself: its configuration without what the engine took from the image. An engine
 * completes, value by value, what a request leaves out (moby, `runconfig.Merge`); this undoes it. A value that was
 * set and equals the image's looks like one that was left out, except where the engine's order tells them apart: it then
 * counts as the image's, unless its name is that of a secret. Purely.
 */
export function ownConfig(config: Completed, image: ImageDefaults): Completed {
  const ownText = (name: "WorkingDir" | "User" | "StopSignal") =>
    config[name] === (image[name] ?? "") ? undefined : config[name];
  return {
    ...ownProgram(config, image),
    Env: ownVariables(config.Env ?? [], image.Env ?? []),
    Labels: ownEntries(config.Labels, image.Labels, (name) => name.startsWith("identikit.")),
    ExposedPorts: ownEntries(config.ExposedPorts, image.ExposedPorts),
    Volumes: ownEntries(config.Volumes, image.Volumes),
    Healthcheck: ownEntries(config.Healthcheck, image.Healthcheck),
    WorkingDir: ownText("WorkingDir"),
    User: ownText("User"),
    StopSignal: ownText("StopSignal"),
  };
}

/**
 * The variables that were set. The engine appends the image's after them, in the image's order, without those whose
 * name was set: so the image's are the longest such tail.
 */
function ownVariables(env: readonly string[], image: readonly string[]): string[] {
  const nameOf = (line: string) => certain(line.split("=", 1)[0]);
  for (let count = 0; count <= env.length; count++) {
    const set = env.slice(0, count);
    const names = new Set(set.map(nameOf));
    const appended = image.filter((line) => !names.has(nameOf(line)));
    if (!isDeepStrictEqual(env.slice(count), appended)) continue;
    return [...set, ...appended.filter((line) => isSecretLike(nameOf(line)))];
  }
  // Another engine's order, or a committed image: then only equality tells.
  return env.filter((line) => !image.includes(line) || isSecretLike(nameOf(line)));
}

type Program = Pick<ImageDefaults, "Entrypoint" | "Cmd" | "ArgsEscaped">;

/**
 * Entrypoint and command that were set. The image's command is taken only where neither was; the image's entrypoint
 * where none was. An entrypoint that was taken away shows as none, and is asked for as `[""]`.
 */
function ownProgram({ Entrypoint, Cmd, ArgsEscaped }: Program, image: Program): Program {
  const sameEntrypoint = isSame(Entrypoint, image.Entrypoint);
  if (sameEntrypoint && isSame(Cmd, image.Cmd)) return {};
  const command = isEmpty(Cmd) ? {} : { Cmd: Cmd ?? null, ...(ArgsEscaped ? { ArgsEscaped } : {}) };
  if (isEmpty(Entrypoint) && !isEmpty(image.Entrypoint)) return { Entrypoint: [""], ...command };
  // Had the entrypoint come from the image, the command would be there, too.
  if (!sameEntrypoint || isEmpty(Cmd)) return { Entrypoint: Entrypoint ?? null, ...command };
  return command;
}

function isSame(one: unknown, other: unknown): boolean {
  return (isEmpty(one) && isEmpty(other)) || isDeepStrictEqual(one, other);
}

/** The entries of an object that are not the image's. */
function ownEntries<Value extends object>(
  values: Value | null | undefined,
  image: object | null | undefined,
  isAlwaysOwn: (name: string) => boolean = () => false,
): Value | undefined {
  const defaults = new Map(Object.entries(image ?? {}));
  const own = Object.entries(values ?? {}).filter(
    ([name, value]) =>
      isAlwaysOwn(name) || !defaults.has(name) || !isDeepStrictEqual(value, defaults.get(name)),
  );
  return own.length > 0 ? (Object.fromEntries(own) as Value) : undefined;
}
