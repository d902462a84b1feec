import type { Chance } from "./chance.ts";
import { encodings } from "./encoding.ts";
import { destination, identity } from "./identity.ts";
import { type LayerPlan, layerPlan, type Plan } from "./plan.ts";
import { type TarEntry, tarEntry } from "./tar-entry.ts";

export function directory(name: string, mode = 0o755): TarEntry {
  return tarEntry({ name: `${name}/`, type: "5", mode });
}

export function file(name: string, content: string | Uint8Array = "x", mode = 0o644): TarEntry {
  return tarEntry({ name, content: Buffer.from(content), mode });
}

export function symlink(name: string, target: string): TarEntry {
  return tarEntry({ name, type: "2", target, mode: 0o777 });
}

export function hardLink(name: string, target: string): TarEntry {
  return tarEntry({ name, type: "1", target });
}

export function whiteout(of: string): TarEntry {
  const slash = of.lastIndexOf("/") + 1;
  return file(`${of.slice(0, slash)}.wh.${of.slice(slash)}`, "");
}

export function opaque(of: string): TarEntry {
  return file(`${of}/.wh..wh..opq`, "");
}

/** The identity's directories and files, below a directory. */
export function identityEntries(below = destination): TarEntry[] {
  return [
    directory(below),
    ...["prompts", "prompts/tone"].map((path) => directory(`${below}/${path}`)),
    ...[...identity].map(({ path, bytes, mode }) => file(`${below}/${path}`, bytes, mode)),
  ];
}

/** The identity as a direct bake lays it on an image: nothing of what is below it is seen. */
export function bakedEntries(): TarEntry[] {
  const [top, ...rest] = identityEntries() as [TarEntry, ...TarEntry[]];
  return [directory("opt"), top, opaque(destination), ...rest];
}

/** What an operating system's layer has, as far as it can matter. */
function system(): TarEntry[] {
  return [
    directory("etc"),
    file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n"),
    file("etc/group", "root:x:0:\napp:x:1000:\nteam:x:2000:app\n"),
    directory("opt"),
    directory("usr"),
    directory("usr/lib"),
    file("usr/lib/a.so", "library"),
  ];
}

/** An older identity, for an upper layer to hide. */
function stale(): TarEntry[] {
  const old = identityEntries().map((entry) =>
    entry.type === "0" ? { ...entry, content: Buffer.from("old\n") } : entry,
  );
  return [...old, file(`${destination}/old.md`, "old\n")];
}

/**
 * An image that is clean for every engine, in one of the forms that bakes and builds give it.
 * What is below the identity's layer is an operating system's, and often an older identity that is hidden.
 */
export function basePlan(chance: Chance): Plan {
  const encoding = encodings[chance.pick(["none", "none", "gzip", "zstd"] as const)];
  const layer = (...entries: TarEntry[]): LayerPlan => layerPlan(entries, encoding);
  const opt = directory("opt");
  const shapes: readonly (() => LayerPlan[])[] = [
    // As a direct bake has it.
    () => [layer(...system(), ...stale()), layer(...bakedEntries())],
    // As a build copies it, onto nothing of its own.
    () => [layer(...system()), layer(opt, ...identityEntries())],
    // As a build copies it where an older one was removed before.
    () => [
      layer(...system(), ...stale()),
      layer(opt, whiteout(destination)),
      layer(opt, ...identityEntries()),
    ],
    // All in one.
    () => [layer(...system(), ...identityEntries())],
    // A part in each layer, and files replaced.
    () => {
      const all = identityEntries();
      const [some, others] = [all.slice(0, 5), [...all.slice(0, 3), ...all.slice(4)]];
      return [layer(...system(), ...some), layer(opt, ...others)];
    },
    // Something above that has nothing to do with it.
    () => [layer(...system(), ...identityEntries()), layer(directory("usr"), file("usr/x", "y"))],
  ];
  const users = ["", "", "root", "1000", "app", "1000:1000", "1000:0", "app:team", "0:0"];
  return { layers: chance.pick(shapes)(), user: chance.pick(users) };
}
