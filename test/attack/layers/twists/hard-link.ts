import { directory, file, hardLink, symlink, whiteout } from "../base-plan.ts";
import { encodings } from "../encoding.ts";
import { destination } from "../identity.ts";
import { layerPlan } from "../plan.ts";
import { fileSpot, insert, nameOf, someLayer, type Twist } from "../twist.ts";

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
  // The same by a target that only some engines find there.
  (plan, chance) => {
    const { layer, at, entry } = fileSpot(plan, chance);
    const first = { ...entry, name: "usr/lib/shared" };
    const target = chance.pick(["../usr/lib/shared", "../../../../../usr/lib/shared", "usr/way/shared"]);
    const link = { ...hardLink(nameOf(entry), target), mode: entry.mode, uid: entry.uid, gid: entry.gid };
    layer.entries.splice(at, 1, symlink("usr/way", "lib"), first, link);
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
    plan.layers.push(layerPlan([hardLink(name, target)], encodings.none));
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
  // What a link shares is replaced by a layer above.
  (plan, chance) => {
    const { layer, at, entry } = fileSpot(plan, chance);
    const link = {
      ...hardLink(nameOf(entry), "usr/shared"),
      mode: entry.mode,
      uid: entry.uid,
      gid: entry.gid,
    };
    layer.entries.splice(at, 1, { ...entry, name: "usr/shared" }, link);
    const above = chance.pick([file("usr/shared", "other"), whiteout("usr/shared"), directory("usr/shared")]);
    plan.layers.push(layerPlan([directory("usr"), above], encodings.none));
  },
  // A name that is there already, as a file with other bytes or as another link.
  (plan, chance) => {
    const { layer, at, entry } = fileSpot(plan, chance);
    const name = nameOf(entry);
    const link = { ...hardLink(name, "usr/shared"), mode: entry.mode, uid: entry.uid, gid: entry.gid };
    const first = chance.pick([
      { ...entry, content: Buffer.from("other\n") },
      hardLink(name, "etc/passwd"),
      symlink(name, "/etc/passwd"),
    ]);
    layer.entries.splice(at, 1, { ...entry, name: "usr/shared" }, first, link);
  },
];
