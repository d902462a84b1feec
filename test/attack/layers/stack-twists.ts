import { directory, file, hardLink, identityEntries, opaque, symlink, whiteout } from "./base-plan.ts";
import { encodings } from "./encoding.ts";
import { destination } from "./identity.ts";
import { layerPlan } from "./plan.ts";
import { tarEntry } from "./tar-entry.ts";
import {
  directorySpot,
  fileSpot,
  insert,
  isDirectory,
  nameOf,
  someLayer,
  somePath,
  spotsOf,
  type Twist,
} from "./twist.ts";

const none = encodings.none;

/** A layer that hides what lower ones have. */
export const whiteoutTwists: readonly Twist[] = [
  (plan, chance) => {
    plan.layers.push(layerPlan([whiteout(somePath(chance))], none));
  },
  // Hidden, and put back by a layer above.
  (plan, chance) => {
    const what = chance.pick([destination, "opt", `${destination}/prompts`]);
    plan.layers.push(
      layerPlan([whiteout(what)], none),
      layerPlan([directory("opt"), ...identityEntries()], none),
    );
  },
  (plan, chance) => {
    const mark = whiteout(somePath(chance));
    mark.type = chance.pick(["0", "\0", "5", "2", "1", "3"]);
    if (mark.type === "1") mark.target = "etc/passwd";
    if (mark.type === "0" && chance.once(2)) mark.content = Buffer.from("content");
    mark.mode = chance.pick([0o644, 0, 0o777]);
    plan.layers.push(layerPlan([mark], none));
  },
  (plan, chance) => {
    const names = [
      "usr/.wh.absent",
      "usr/lib/.wh.a.so",
      "absent/.wh.x",
      "etc/.wh.passwd",
      ".wh.usr",
      "home/.wh.x",
      ".wh.opt",
    ];
    insert(someLayer(plan, chance), chance, file(chance.pick(names), ""));
  },
  // A file that an earlier layer has and an upper one hides.
  (plan) => {
    const [lowest] = plan.layers;
    lowest?.entries.push(directory(destination), file(`${destination}/extra.md`, "old"));
    plan.layers.push(layerPlan([whiteout(`${destination}/extra.md`)], none));
  },
];

/** A layer that contradicts itself about a name. */
export const contradictionTwists: readonly Twist[] = [
  // Present and hidden.
  (plan, chance) => {
    const { layer, at, entry } = fileSpot(plan, chance);
    layer.entries.splice(at + chance.below(2), 0, whiteout(nameOf(entry)));
  },
  (plan, chance) => {
    const { layer, at, entry } = directorySpot(plan, chance);
    layer.entries.splice(
      chance.once(2) ? at + chance.below(2) : layer.entries.length,
      0,
      whiteout(nameOf(entry)),
    );
  },
  // A directory is hidden, and what is in it is hidden, too.
  (plan, chance) => {
    const both = [whiteout(destination), whiteout(`${destination}/config.yaml`)];
    plan.layers.push(layerPlan(chance.once(2) ? both : both.toReversed(), none));
    if (chance.once(2)) plan.layers.push(layerPlan([directory("opt"), ...identityEntries()], none));
  },
  // Hidden and made again in one layer.
  (plan, chance) => {
    const [below] = plan.layers;
    below?.entries.push(directory(destination), file(`${destination}/old.md`, "old"));
    const entries = identityEntries();
    const mark = whiteout(
      chance.pick([destination, "opt", `${destination}/prompts`, `${destination}/prompts/tone`]),
    );
    if (chance.once(2)) entries.push(mark);
    else entries.unshift(mark);
    plan.layers.push(layerPlan([directory("opt"), ...entries], none));
  },
  // Whiteouts of nothing, and names that only begin as one.
  (plan, chance) => {
    const names = [
      ".wh.",
      ".wh..",
      ".wh...",
      ".wh....",
      ".wh..wh.",
      ".wh..wh.x",
      ".wh..wh.plnk",
      ".wh..wh.aufs",
      ".wh..wh..opqx",
      ".WH.x",
      ".wh",
    ];
    const below = chance.pick(["", "", `${destination}/`, "opt/", "usr/"]);
    const name = `${below}${chance.pick(names)}`;
    insert(someLayer(plan, chance), chance, chance.once(3) ? directory(name) : file(name, ""));
  },
  (plan, chance) => {
    const names = [
      ".wh..wh.plnk/1.2",
      `${destination}/.wh..wh.plnk/1.2`,
      ".wh.x/y",
      `${destination}/.wh.prompts/x`,
      ".wh..wh.x/opt/d/config.yaml",
    ];
    insert(someLayer(plan, chance), chance, file(chance.pick(names), "x"));
  },
  // Left over after its directory was replaced.
  (plan, chance) => {
    const entries = [
      whiteout(`${destination}/prompts/concierge.md`),
      chance.once(2) ? file(`${destination}/prompts`, "x") : symlink(`${destination}/prompts`, "/usr"),
      ...(chance.once(2)
        ? identityEntries().filter((entry) => nameOf(entry).startsWith(`${destination}/prompts`))
        : []),
    ];
    plan.layers.push(layerPlan(entries, none));
  },
  (plan, chance) => {
    const name = chance.pick([`${destination}/new`, `${destination}/config.yaml`]);
    const parts = [file(name, "x"), whiteout(name), file(name, "y")];
    plan.layers.push(layerPlan(chance.once(2) ? parts.slice(0, 2) : parts, none));
  },
];

/** Markers that make directories opaque. */
export const opaqueTwists: readonly Twist[] = [
  (plan, chance) => {
    const { layer, entry } = directorySpot(plan, chance);
    insert(layer, chance, opaque(nameOf(entry)));
  },
  (plan, chance) => {
    const where = chance.pick([
      ".",
      "",
      destination,
      "opt",
      `${destination}/prompts`,
      `${destination}/config.yaml`,
      "absent",
      "usr",
      "usr/lib",
      "usr/lib/a.so",
    ]);
    const mark = where === "" ? file(".wh..wh..opq", "") : opaque(where);
    const layer = chance.once(2) ? someLayer(plan, chance) : layerPlan([], none);
    if (layer.entries.length === 0) plan.layers.push(layer);
    insert(layer, chance, mark);
  },
  // The identity again, with the marker before it, behind it or in between.
  (plan, chance) => {
    const entries = [directory("opt"), ...identityEntries()];
    const at = chance.pick([1, 2, 4, entries.length]);
    entries.splice(at, 0, opaque(chance.pick([destination, destination, "opt", `${destination}/prompts`])));
    if (chance.once(4)) entries.push(opaque(destination));
    plan.layers[0]?.entries.push(directory(destination), file(`${destination}/old.md`, "old"));
    plan.layers.push(layerPlan(entries, none));
  },
  (plan, chance) => {
    const mark = opaque(chance.pick([destination, "opt", "usr"]));
    mark.type = chance.pick(["0", "5", "2", "1", "6"]);
    mark.target = "etc/passwd";
    if (chance.once(2)) mark.content = Buffer.from("x");
    plan.layers.push(layerPlan([mark], none));
  },
  // Opaque, and only a part of the identity above it.
  (plan, chance) => {
    const entries = identityEntries();
    entries.splice(3 + chance.below(entries.length - 3), chance.below(2));
    plan.layers.push(layerPlan([directory("opt"), opaque(destination), ...entries], none));
  },
];

/** The same name more than once in a layer, and other things in a name's place. */
export const duplicateTwists: readonly Twist[] = [
  (plan, chance) => {
    const { layer, entry } = fileSpot(plan, chance);
    insert(layer, chance, { ...entry, content: chance.once(2) ? entry.content : Buffer.from("other\n") });
  },
  (plan, chance) => {
    const { layer, entry } = directorySpot(plan, chance);
    insert(layer, chance, { ...entry, mode: chance.pick([0o755, 0o755, 0o700, 0o711]) });
  },
  (plan, chance) => {
    const { layer, entry } = fileSpot(plan, chance);
    insert(layer, chance, { ...entry, mode: chance.pick([0o600, 0o644, 0o4755]), uid: chance.pick([0, 5]) });
  },
  (plan, chance) => {
    const { layer } = fileSpot(plan, chance);
    insert(layer, chance, file("usr/twice", "1"), file("usr/twice", "2"));
  },
  // The order of a layer's entries, and directories that are not named.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    layer.entries.reverse();
  },
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const keep = chance.pick([[], ["opt"], [destination]]);
    layer.entries = layer.entries.filter((entry) => !isDirectory(entry) || keep.includes(nameOf(entry)));
  },
];

export const replacedTwists: readonly Twist[] = [
  // By a layer above.
  (plan, chance) => {
    const { entry } = directorySpot(plan, chance);
    const name = nameOf(entry);
    const others = [file(name, "x"), symlink(name, "/usr"), tarEntry({ name, type: "6" }), directory(name)];
    plan.layers.push(layerPlan([chance.pick(others)], none));
    if (chance.once(2)) plan.layers.push(layerPlan([directory("opt"), ...identityEntries()], none));
  },
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const name = nameOf(entry);
    plan.layers.push(
      layerPlan(
        [chance.pick([directory(name), symlink(name, "/etc/passwd"), tarEntry({ name, type: "6" })])],
        none,
      ),
    );
    if (chance.once(2)) plan.layers.push(layerPlan([{ ...entry, before: [], pax: [] }], none));
  },
  // Within one layer.
  (plan, chance) => {
    const { layer, at, entry } = chance.once(2) ? directorySpot(plan, chance) : fileSpot(plan, chance);
    const name = nameOf(entry);
    const other = chance.pick([file(name, "x"), symlink(name, "/usr"), directory(name)]);
    layer.entries.splice(at + chance.below(2), 0, other);
  },
  // Lower layers had something else in the directories' places.
  (plan, chance) => {
    const name = chance.pick(["opt", destination, `${destination}/prompts`, `${destination}/config.yaml`]);
    const other = chance.pick([
      file(name, "x"),
      symlink(name, "/usr"),
      directory(name),
      tarEntry({ name, type: "6" }),
    ]);
    const [lowest] = plan.layers;
    const layer = layerPlan([other], none);
    if (chance.once(2)) plan.layers.unshift(layer);
    else if (lowest)
      plan.layers.splice(1, 0, layer, layerPlan([directory("opt"), ...identityEntries()], none));
  },
];

/** Files that share their content. */
export const hardLinkTwists: readonly Twist[] = [
  // As tar writes two names of one file.
  (plan, chance) => {
    const { layer, at, entry } = fileSpot(plan, chance);
    const name = nameOf(entry);
    const first = { ...entry, name: chance.pick(["usr/shared", "opt/shared"]) };
    const link = { ...hardLink(name, first.name), mode: entry.mode, uid: entry.uid, gid: entry.gid };
    layer.entries.splice(at, 1, first, link);
  },
  (plan, chance) => {
    const { layer, at, entry } = fileSpot(plan, chance);
    const name = nameOf(entry);
    const link = {
      ...hardLink(name, "usr/shared"),
      mode: chance.pick([entry.mode, 0o600]),
      uid: chance.pick([0, 0, 5]),
    };
    layer.entries.splice(at, 1, { ...entry, name: "usr/shared" }, link);
    if (chance.once(3)) layer.entries.reverse();
  },
  // To a file of a layer below.
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const target = chance.pick([nameOf(entry), nameOf(entry), "etc/passwd", "usr/lib/a.so", "absent"]);
    const name = chance.pick([`${destination}/new`, `${destination}/config.yaml`, "usr/link", nameOf(entry)]);
    plan.layers.push(layerPlan([hardLink(name, target)], none));
  },
  // From elsewhere, with another mode: it is the identity's, too.
  (plan, chance) => {
    const { layer, entry } = fileSpot(plan, chance);
    const link = hardLink("usr/alias", nameOf(entry));
    link.mode = chance.pick([entry.mode, 0o600, 0o777]);
    link.uid = chance.pick([0, 0, 5]);
    insert(layer, chance, link);
  },
  (plan, chance) => {
    const name = chance.pick([`${destination}/config.yaml`, `${destination}/new`, "usr/link"]);
    const targets = [
      "../etc/passwd",
      "/etc/passwd",
      "./etc/passwd",
      "etc/../etc/passwd",
      "../../etc/passwd",
      name,
      "opt",
      "",
      ".",
      "etc/passwd/",
    ];
    insert(someLayer(plan, chance), chance, hardLink(name, chance.pick(targets)));
  },
  // To a link, and through one.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const target = chance.pick(["usr/s", "usr/s/passwd", "usr/s/config.yaml"]);
    layer.entries.push(
      symlink(
        "usr/s",
        chance.pick(["/etc", "../etc", `/${destination}`, "/etc/passwd", `../${destination}/config.yaml`]),
      ),
    );
    layer.entries.push(hardLink(chance.pick([`${destination}/new`, `${destination}/config.yaml`]), target));
  },
  // What a link leads to is replaced afterwards.
  (plan, chance) => {
    const { layer, entry } = fileSpot(plan, chance);
    layer.entries.push(hardLink("usr/kept", nameOf(entry)), {
      ...entry,
      content: Buffer.from("new\n"),
      before: [],
    });
    if (chance.once(2)) layer.entries.push(hardLink(nameOf(entry), "usr/kept"));
  },
];

/** Symbolic links on the way. */
export const linkedParentTwists: readonly Twist[] = [
  // The identity is elsewhere, and a link leads there.
  (plan, chance) => {
    const target = chance.pick(["/srv/d", "../srv/d", "/srv/./d", "../../srv/d"]);
    for (const { entry } of spotsOf(plan)) {
      const name = entry.name.toString();
      if (name.startsWith(destination)) entry.name = `srv/d${name.slice(destination.length)}`;
    }
    insert(plan.layers.at(chance.once(2) ? 0 : -1) as never, chance, symlink(destination, target));
  },
  // A link in a lower layer, where an upper one has a directory, or only paths.
  (plan, chance) => {
    const [lowest] = plan.layers;
    const which = chance.pick(["opt", destination, `${destination}/prompts`]);
    const link = symlink(
      which,
      chance.pick(["/usr/o", "usr/o", "../usr/o", "/absent", "opt", "/", ".", "..", "/etc/passwd"]),
    );
    if (plan.layers.length > 1 && lowest) {
      lowest.entries = lowest.entries.filter((entry) => !`${nameOf(entry)}/`.startsWith(`${which}/`));
      lowest.entries.push(directory("usr/o"), link);
    } else plan.layers.unshift(layerPlan([directory("usr"), directory("usr/o"), link], none));
    if (chance.once(2)) {
      const top = plan.layers.at(-1);
      if (top) top.entries = top.entries.filter((entry) => nameOf(entry) !== which);
    }
  },
  // A link in the same layer, before or after what is below it.
  (plan, chance) => {
    const { layer, at, entry } = directorySpot(plan, chance);
    const link = symlink(nameOf(entry), chance.pick(["/usr", "../usr", "/usr/lib", "usr", "/opt", "."]));
    if (chance.once(2)) layer.entries.splice(at, 1, link);
    else layer.entries.push(link);
  },
  // A path through a link that has nothing to do with the destination, or has.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const target = chance.pick(["/opt/d", "../opt/d", "/opt", "lib", "/usr/lib", "/absent"]);
    layer.entries.push(symlink("usr/way", target));
    const through = chance.pick([
      "usr/way/config.yaml",
      "usr/way/new",
      "usr/way/d/config.yaml",
      "usr/way/.wh.config.yaml",
      "usr/way/.wh..wh..opq",
    ]);
    if (chance.once(2)) layer.entries.push(file(through, "through"));
    else plan.layers.push(layerPlan([file(through, "through")], none));
  },
  (plan, chance) => {
    const name = chance.pick([`${destination}/link`, `${destination}/config.yaml`, "usr/link"]);
    const target = chance.pick([
      "/etc/passwd",
      "config.yaml",
      "../../etc/passwd",
      "",
      "absent",
      "../../../../etc/passwd",
      "x".repeat(150),
    ]);
    insert(someLayer(plan, chance), chance, { ...symlink(name, target), form: chance.pick(["gnu", "pax"]) });
  },
];
