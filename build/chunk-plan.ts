import { isBuiltin } from "node:module";
import type { Plugin } from "rolldown";
import { familyOf, type Modules, reach, roomOf } from "./modules.ts";
import { vendorNames } from "./vendor-names.ts";

/** Packages that nearly every command needs and that load quickly: they part no room. */
const everyday = new Set(["zod", "zod-lean", "jsonc-parser"]);

/** Parts of Node.js that take milliseconds to load, and that many a command does without. */
const slowBuiltins = new Set(["child_process", "http", "https", "sqlite", "tls", "worker_threads", "zlib"]);

/** Rooms that many a command does without. */
const apartRooms = new Set([
  "http",
  "template",
  "image",
  "config",
  "env",
  "gate",
  "changes",
  "host",
  "agents",
  "report",
]);

/** Rooms that a face which hashes nothing goes through; the others hash, and node:crypto parts none of them. */
const hashless = new Set(["report"]);

/**
 * Which file of `dist/` each module goes to:
 *
 * - `<face>`: what it alone needs before anything else; `start/first`: what others want, too;
 * - `start/<face>`: what one face alone loads at its start; `start/faces`: what several do, or what they and commands at
 *   work do, in one file, since each file costs a start as much as 20 KB of text;
 * - `commands/<command>`: what a command does, and the folders of other lazy bodies likewise;
 * - `rooms/<room>`: the rest of a room. What of it needs a package, a slow part of Node.js, a room that others do
 *   without, or what codes mean (`guide`) is apart, and its file says so: `rooms/tree-with-sqlite`;
 * - `vendor/<package>`: a package with what only it needs; `vendor/faces`: what every action starts with.
 *
 * The names follow from who imports whom and from nothing else. No two files import each other: what a module needs, its
 * imports need no more of, and who uses it uses them too.
 */
export class ChunkPlan {
  #names = new Map<string, string>();

  /** Makes the plan as soon as the bundler knows all modules. The entries are the modules that nobody imports. */
  plugin(): Plugin {
    const plan = this;
    return {
      name: "chunk-plan",
      buildEnd() {
        const ids = [...this.getModuleIds()];
        const info = (id: string) => this.getModuleInfo(id);
        plan.#names = namesOf(
          {
            ids,
            imports: (id) => info(id)?.importedIds ?? [],
            lateImports: (id) => info(id)?.dynamicallyImportedIds ?? [],
          },
          ids.filter((id) => info(id)?.isEntry),
        );
      },
    };
  }

  /** The name of a module's file, without its ending; `null` for an entry, which is one. */
  nameOf(id: string): string | null {
    return this.#names.get(id) ?? null;
  }

  /** The file for a part that the bundler adds: its own runtime, or another name for what a file exports. */
  fileOf(standsFor: string | null, name: string): string {
    const file = standsFor === null ? undefined : this.#names.get(standsFor);
    if (file !== undefined) return `${file}.entry.js`;
    return name === "rolldown-runtime" ? "vendor/rolldown-runtime.js" : "[name].js";
  }
}

/** What codes mean is 95 KB of text, and only documents of reports need it. */
const codeTables = /\/src\/fault\/(?:codes|fault-advice|finding-codes|guide)\.ts$/;

function namesOf(modules: Modules, entries: readonly string[]): Map<string, string> {
  const names = vendorNames(modules);
  // The library is the one entry that loads everything at once.
  const faces = entries.filter((id) => modules.lateImports(id).length > 0);
  const starts = faces.map((id) => [faceOf(id), reach(modules.lateImports(id), modules.imports)] as const);
  const first = reach(
    faces.flatMap((id) => modules.imports(id)),
    modules.imports,
  );
  const alone = neededByOneAlone(modules, faces, first);
  const started = new Set(starts.flatMap(([, start]) => [...start]));
  const isProgram = (face: string) => faceOf(face) === "identikit";
  const neededLater = {
    program: neededOnceStarted(modules, faces.filter(isProgram), started),
    actions: neededOnceStarted(
      modules,
      faces.filter((face) => !isProgram(face)),
      started,
    ),
  };
  const bodies = new Set(modules.ids.flatMap((id) => (/[/]body[.]ts$/.test(id) ? [folderOf(id)] : [])));
  const apart = (id: string) => names.has(id) || entries.includes(id) || alone.has(id);
  for (const id of modules.ids.filter((one) => !apart(one))) {
    const users = starts.filter(([, start]) => start.has(id)).map(([face]) => face);
    const room = roomOf(id);
    const needs = needsOf(modules, id);
    const isNeeded = neededLater[users.includes("identikit") ? "actions" : "program"].has(id);
    const start = first.has(id) ? "start/first" : startName(users, needs, room, isNeeded);
    const folder = folderOf(id);
    const table = codeTables.test(id) ? "rooms/fault-guide" : undefined;
    const name = start ?? table ?? (bodies.has(folder) ? folder : room && roomName(room, needs));
    if (name !== undefined) names.set(id, name);
  }
  return names;
}

/** What one face needs before anything else, and nothing else does: it stands in the face's own file. */
function neededByOneAlone(
  modules: Modules,
  faces: readonly string[],
  first: ReadonlySet<string>,
): Set<string> {
  const importers = new Map([...first].map((id) => [id, new Set<string>()]));
  for (const importer of modules.ids)
    for (const id of [...modules.imports(importer), ...modules.lateImports(importer)])
      importers.get(id)?.add(importer);
  const alone = new Set<string>();
  for (const id of first) {
    const [importer, ...others] = importers.get(id) ?? [];
    if (importer !== undefined && others.length === 0 && (faces.includes(importer) || alone.has(importer)))
      alone.add(id);
  }
  return alone;
}

/** What is needed by that which some faces load after their start. */
function neededOnceStarted(
  modules: Modules,
  faces: readonly string[],
  started: ReadonlySet<string>,
): Set<string> {
  const all = reach(faces, (id) => [...modules.imports(id), ...modules.lateImports(id)]);
  const later = [...all].filter((id) => !started.has(id) && !faces.includes(id));
  return reach(later, modules.imports);
}

/** The folder of a module of ours under `src/`: `commands/gate`. */
function folderOf(id: string): string | undefined {
  return /\/src\/(.+)\/[^/]+\.tsx?$/.exec(id)?.[1];
}

function faceOf(entry: string): string {
  return /([^/]+)\.entry\.ts$/.exec(entry)?.[1] ?? entry;
}

/**
 * Where a module goes that faces load at their start. What several of them load is kept free of further parts of
 * Node.js, which not all of them want.
 * @param isNeededByOthers whether the other kind of face needs it after its start: it must not load the command line, or
 * the frame of the actions, for it
 */
function startName(
  users: readonly string[],
  needs: readonly string[],
  room = "faces",
  isNeededByOthers = false,
): string | undefined {
  const actions = users.filter((face) => face !== "identikit");
  if (users.length === 0) return undefined;
  const isShared = users.includes("identikit") && isNeededByOthers;
  if (actions.length === 1 && !isShared) return `start/${actions[0]}`;
  if (actions.length === 0 && !isNeededByOthers) return "start/identikit";
  const more = needs.filter((need) => need === "crypto" || slowBuiltins.has(need));
  if (more.length > 0) return named(`start/${room}`, more);
  return "start/faces";
}

function roomName(room: string, needs: readonly string[]): string {
  const parting = (need: string) =>
    need !== room && !everyday.has(need) && (need !== "crypto" || hashless.has(room));
  return named(`rooms/${room}`, needs.filter(parting));
}

function named(name: string, needs: readonly string[]): string {
  return needs.length === 0 ? name : `${name}-with-${needs.join("-")}`;
}

/** What loading a module loads with it and is worth naming: packages, parts of Node.js, rooms. */
function needsOf(modules: Modules, id: string): string[] {
  const ours = reach([id], (one) => (familyOf(one) === undefined ? modules.imports(one) : []));
  const names = [...ours].flatMap((one) => {
    const builtin = isBuiltin(one) ? one.replace(/^node:/, "") : undefined;
    if (builtin !== undefined) return builtin === "crypto" || slowBuiltins.has(builtin) ? [builtin] : [];
    if (codeTables.test(one)) return ["guide"];
    const room = roomOf(one);
    return familyOf(one) ?? (room !== undefined && apartRooms.has(room) ? [room] : []);
  });
  return [...new Set(names)].sort();
}
