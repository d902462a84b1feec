import { file } from "../base-plan.ts";
import { magics, padding } from "../header-block.ts";
import type { TarEntry } from "../tar-entry.ts";
import { anySpot, fileSpot, insert, nameOf, someLayer, somePath, type Twist } from "../twist.ts";

/** Sparse files in all their forms, and records of them where there is none. */
export const sparseTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    entry.pax = [...entry.pax, ["GNU.sparse.name", chance.once(2) ? somePath(chance) : nameOf(entry)]];
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const keys = [
      "major",
      "minor",
      "size",
      "realsize",
      "map",
      "numblocks",
      "offset",
      "numbytes",
      "name",
      "other",
    ];
    const some = Array.from({ length: 1 + chance.below(3) }, () => chance.pick(keys));
    const values = ["0", "1", "5", "0,5", "", "x", `${entry.content.length}`];
    entry.pax = [...entry.pax, ...some.map((key) => [`GNU.sparse.${key}`, chance.pick(values)] as const)];
  },
  // Format 1.0, whose map stands before the content.
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const { length } = entry.content;
    const map = Buffer.from(`1\n0\n${length}\n`);
    sparse(
      entry,
      [
        ["major", "1"],
        ["minor", "0"],
        ["realsize", `${length + chance.pick([0, 0, 100])}`],
      ],
      map,
    );
  },
  // Format 0.1, whose map is in a record.
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const { length } = entry.content;
    entry.pax = [
      ...entry.pax,
      ["GNU.sparse.size", `${length + chance.pick([0, 0, 100])}`],
      ["GNU.sparse.numblocks", "1"],
      ["GNU.sparse.map", `0,${length}`],
      ...(chance.once(2) ? ([["GNU.sparse.name", nameOf(entry)]] as const) : []),
    ];
  },
  // GNU's old form, with its map in the header.
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const octal = (value: number) => `${value.toString(8).padStart(11, "0")}\0`;
    const { length } = entry.content;
    const map = Buffer.from(octal(0) + octal(length));
    const patches = [
      { at: 386, bytes: map },
      { at: 483, bytes: Buffer.from(octal(length + chance.pick([0, 0, 100]))) },
    ];
    if (chance.once(3)) patches.push({ at: 482, bytes: Buffer.from([1]) });
    entry.type = "S";
    entry.raw = { ...entry.raw, magic: chance.pick([magics.gnu, magics.gnu, magics.ustar]), patches };
  },
  // Elsewhere, where it is nobody's business.
  (plan, chance) => {
    const entry = file("usr/sparse", "content");
    sparse(
      entry,
      [
        ["major", "1"],
        ["minor", "0"],
        ["realsize", "7"],
      ],
      Buffer.from("1\n0\n7\n"),
    );
    insert(someLayer(plan, chance), chance, entry);
  },
];

function sparse(entry: TarEntry, records: readonly (readonly [string, string])[], map: Buffer): void {
  const name = nameOf(entry);
  entry.pax = [
    ...entry.pax,
    ...records.map(([key, value]) => [`GNU.sparse.${key}`, value] as const),
    ["GNU.sparse.name", name],
  ];
  entry.content = Buffer.concat([map, padding(map.length), entry.content]);
  entry.raw = { ...entry.raw, name: "GNUSparseFile.0/x" };
}
