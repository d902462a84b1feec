import { file } from "../base-plan.ts";
import { base256 } from "../header-block.ts";
import { destination } from "../identity.ts";
import { tarEntry } from "../tar-entry.ts";
import { anySpot, fileSpot, insert, someLayer, type Twist } from "../twist.ts";

/** Numbers that do not fit, or that programs read in different ways. */
export const numberTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const modes = [
      0o100644,
      0o40755,
      "0000644 ",
      "644\0",
      "  644 \0",
      "",
      "-644\0",
      "0o644\0",
      "644 7\0",
      "9\0",
    ];
    const binary = [0o644, 2 ** 31 + 0o644, 2 ** 32 + 0o644, -1, 2 ** 53];
    const mode = chance.once(3) ? base256(chance.pick(binary), 8) : chance.pick(modes);
    entry.mode = typeof mode === "number" && entry.type === "5" ? 0o40755 : mode;
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const key = chance.pick(["uid", "gid"] as const);
    const numbers = [
      0,
      1,
      2 ** 21,
      2 ** 31 - 1,
      2 ** 31,
      2 ** 32 - 1,
      2 ** 32,
      2 ** 32 + 1,
      2 ** 53 - 1,
      -1,
      -2,
    ];
    const texts = ["", "0", "0 ", "  0", "\0\0", "7777777", "77777777", "8", "x", "0\0junk"];
    const binary = [0, 0, 0, ...numbers].map((each) => base256(each, 8));
    entry[key] = chance.once(2) ? chance.pick(texts) : chance.pick(binary);
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const key = chance.pick(["uid", "gid", "mtime", "atime", "ctime"]);
    const values = [
      "0",
      "0",
      "00",
      "1",
      "-1",
      "4294967296",
      "4294967295",
      "2147483648",
      "1.5",
      "",
      " 0",
      "0x0",
      "1e3",
      "9".repeat(25),
    ];
    entry.pax = [...entry.pax, [key, chance.pick(values)]];
  },
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const { length } = entry.content;
    const sizes = [
      base256(length, 12),
      `${length.toString(8)}\0`,
      ` ${length.toString(8).padStart(9)} `,
      length.toString(8).padStart(12, "0"),
    ];
    const wrong = [
      length + 1,
      length + 512,
      0,
      base256(2 ** 40, 12),
      base256(-1, 12),
      "8\0",
      "x",
      "",
      512 * 3,
    ];
    entry.raw = { ...entry.raw, size: chance.once(3) ? chance.pick(wrong) : chance.pick(sizes) };
  },
  // The size of the header and that of a pax record.
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const { length } = entry.content;
    const values = [
      `${length}`,
      `${length}`,
      `0${length}`,
      `${length + 1}`,
      "0",
      "-1",
      "",
      `${length + 512}`,
      "9".repeat(20),
    ];
    entry.pax = [...entry.pax, ["size", chance.pick(values)]];
    if (chance.once(2)) entry.raw = { ...entry.raw, size: chance.pick([0, length, length + 7]) };
  },
  // A size where there is no body, with and without one.
  (plan, chance) => {
    const type = chance.pick(["5", "2", "1", "6", "3"]);
    const name = type === "5" ? "usr/lib/" : chance.pick(["usr/new", `${destination}/new`]);
    const body = chance.once(2) ? Buffer.from("body") : Buffer.alloc(0);
    const entry = tarEntry({
      name,
      type,
      mode: 0o755,
      target: type === "1" ? "etc/passwd" : "",
      content: body,
    });
    if (body.length === 0) entry.raw = { size: chance.pick([0, 5, 512, 600]) };
    insert(someLayer(plan, chance), chance, entry);
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const mtimes = [
      0,
      "",
      base256(-5, 12),
      base256(2 ** 40, 12),
      "77777777777\0",
      "x",
      "-1\0",
      base256(2 ** 62, 12),
    ];
    entry.raw = { ...entry.raw, mtime: chance.pick(mtimes) };
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const devices = [
      "0000000\x000000000\0",
      "x",
      "\xff\xff\xff\xff\xff\xff\xff\xff",
      "\x80\0\0\0\0\0\0\x01",
      "9",
    ];
    entry.raw = { ...entry.raw, patches: [{ at: 329, bytes: Buffer.from(chance.pick(devices), "latin1") }] };
  },
  // A size that nothing can have.
  (plan, chance) => {
    const entry = file("usr/new", "content");
    entry.raw = { size: chance.pick([base256(-1, 12), base256(-512, 12), base256(2 ** 60, 12)]) };
    if (chance.once(2)) entry.pax = [["size", chance.pick(["7", "-7", "9".repeat(18)])]];
    insert(someLayer(plan, chance), chance, entry);
  },
];
