import { file } from "../base-plan.ts";
import { magics, padding } from "../header-block.ts";
import { type PaxRecords, type TarEntry, tarEntry } from "../tar-entry.ts";
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
  // Maps that are none, where nobody looks at what they give.
  (plan, chance) => {
    const entry = file("usr/sparse", "content");
    const inBody = [
      ["major", "1"],
      ["minor", "0"],
    ] as const;
    const maps = [
      "1\n0\n7\n",
      "x\n",
      "-1\n",
      "1\n0\n",
      "1\n9\n7\n",
      "2\n5\n2\n0\n5\n",
      "1\n0\n-7\n",
      "1\n0\n6\n",
      "99\n0\n7\n",
    ];
    const realSize = chance.pick(["7", "7", "7", "x", "-1", "3"]);
    sparse(entry, [...inBody, ["realsize", realSize]], Buffer.from(chance.pick(maps)));
    // The map takes more than there is.
    if (chance.once(4)) entry.content = Buffer.from("1\n0\n7\n");
    insert(someLayer(plan, chance), chance, entry);
  },
  // Of nothing, where only the map's own form can be wrong.
  (plan, chance) => {
    const entry = file("usr/sparse", "");
    const realSize = chance.pick(["0", "0", "7"]);
    const map = chance.pick(["0\n", "x\n", "-1\n", "\n", "1\n0\n0\n"]);
    sparse(
      entry,
      [
        ["major", "1"],
        ["minor", "0"],
        ["realsize", realSize],
      ],
      Buffer.from(map),
    );
    insert(someLayer(plan, chance), chance, entry);
  },
  (plan, chance) => {
    const entry = file("usr/sparse", "content");
    const blocks = chance.pick(["1", "1", "2", "x", ""]);
    const map = chance.pick(["0,7", "0,6", "9,7", "x,7", "0,-7", "5,2,0,5", "0,7,1"]);
    entry.pax = [
      ["GNU.sparse.size", chance.pick(["7", "7", "x"])],
      ["GNU.sparse.numblocks", blocks],
      ["GNU.sparse.map", map],
    ];
    insert(someLayer(plan, chance), chance, entry);
  },
  // GNU's first form, whose map is in pairs of records, in their order or not.
  (plan, chance) => {
    const entry = file("usr/sparse", "content");
    const maps: readonly PaxRecords[] = [
      [
        ["GNU.sparse.offset", "0"],
        ["GNU.sparse.numbytes", "7"],
      ],
      [
        ["GNU.sparse.numbytes", "0"],
        ["GNU.sparse.offset", "7"],
      ],
      [["GNU.sparse.offset", "0,7"]],
    ];
    entry.pax = [["GNU.sparse.size", "7"], ["GNU.sparse.numblocks", "1"], ...chance.pick(maps)];
    insert(someLayer(plan, chance), chance, entry);
  },
  // Records of a sparse file where there is no content.
  (plan, chance) => {
    const entry = tarEntry({
      name: "usr/none",
      type: chance.pick(["5", "2", "6"]),
      target: "x",
      mode: 0o755,
    });
    entry.pax = [
      ["GNU.sparse.major", "1"],
      ["GNU.sparse.minor", "0"],
      ["GNU.sparse.realsize", "0"],
    ];
    insert(someLayer(plan, chance), chance, entry);
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
