import { longRecord, paxHeader, record, tarEntry } from "../tar-entry.ts";
import { anySpot, insert, someLayer, somePath, type Twist } from "../twist.ts";

/** Headers for the whole archive. */
export const globalHeaderTwists: readonly Twist[] = [
  // As `git archive` writes it.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const first = layer.entries[0];
    first?.before.unshift(paxHeader([["comment", "0".repeat(40)]], "g"));
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const records = chance.pick([
      [["comment", "x"]],
      [["path", somePath(chance)]],
      [["linkpath", somePath(chance)]],
      [["size", "0"]],
      [["uid", "5"]],
      [["SCHILY.xattr.user.x", "y"]],
      [],
    ] as const);
    entry.before.push(paxHeader(records, "g"));
  },
  // Behind a header that waits for its entry.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const other = chance.once(2) ? somePath(chance) : entry.name;
    const waiting = chance.pick([
      paxHeader([["path", other]]),
      longRecord("L", other),
      longRecord("K", other),
      paxHeader([["uid", "7"]]),
    ]);
    entry.before.push(waiting, paxHeader([["comment", "x"]], "g"));
  },
  (plan, chance) => {
    const name = somePath(chance);
    insert(
      someLayer(plan, chance),
      chance,
      tarEntry({ name, type: "g", content: Buffer.from("11 path=abc\n") }),
    );
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const body = chance.pick(["junk", "5 a=b", "0 a=b\n", "13 path=../x\n", "\0\0\0"]);
    entry.before.push(record("g", "pax_global_header", Buffer.from(body)));
  },
];
