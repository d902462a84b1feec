import { describe, expect, it } from "vitest";
import { readImage } from "../../../src/image/image.ts";
import { viewDirectory } from "../../../src/image/view/container-view.ts";
import { layerImage } from "../layer-image.ts";
import { directory, file, type TestEntry } from "../tar-entries.ts";

const passwd = file(
  "etc/passwd",
  "root:x:0:0::/:/bin/sh\nagent:x:1000:1000::/home:/bin/sh\nlone:x:7:7::/:\n",
);
const group = file("etc/group", "root:x:0:\nagent:x:1000:\nstaff:x:50:other,agent\n");
const accounts = [directory("etc/"), passwd, group];

interface Modes {
  readonly opt?: Partial<TestEntry>;
  readonly d?: Partial<TestEntry>;
  readonly below?: Partial<TestEntry>;
}

function identity({ opt, d, below }: Modes): TestEntry[] {
  return [
    directory("opt/", opt),
    directory("opt/d/", d),
    directory("opt/d/prompts/", below),
    file("opt/d/prompts/a", "1"),
  ];
}

/** As a direct bake has it: nothing of the layers below is seen. */
const opaqueIdentity = [...identity({}), file("opt/d/.wh..wh..opq", "")];

/** An access control list that takes everything from the user 1000. */
function accessList(kind: "access" | "default"): Partial<TestEntry> {
  const entries = [
    [0x01, 7, -1],
    [0x02, 0, 1000],
    [0x04, 5, -1],
    [0x10, 5, -1],
    [0x20, 5, -1],
  ] as const;
  const list = Buffer.alloc(4 + entries.length * 8);
  list.writeUInt32LE(2);
  for (const [at, [tag, allowed, id]] of entries.entries()) {
    list.writeUInt16LE(tag, 4 + at * 8);
    list.writeUInt16LE(allowed, 6 + at * 8);
    list.writeInt32LE(id, 8 + at * 8);
  }
  return { pax: { [`SCHILY.xattr.system.posix_acl_${kind}`]: list } };
}

async function lockOf(user: string, layers: readonly (readonly TestEntry[])[]) {
  const made = layerImage(layers, { user });
  const [image] = (await readImage(made.image, { kind: "digest", digest: made.top.digest })).images;
  if (!image) throw new Error("no image");
  const { locked, layersRead } = await viewDirectory(made.image, image, "opt/d");
  return { locked, layersRead };
}

async function isLocked(user: string, modes: Modes): Promise<boolean> {
  return (await lockOf(user, [accounts, identity(modes)])).locked !== undefined;
}

describe("the image's own user", () => {
  it.each<[string, Modes, readonly string[], readonly string[]]>([
    ["0755 0:0", {}, ["", "0", "root", "1000", "1000:1000", "agent", "lone"], []],
    [
      "a parent 0700 0:0",
      { opt: { mode: 0o700 } },
      ["", "0", "0:50", "root"],
      ["1000", "1000:0", "agent", "lone"],
    ],
    [
      "a parent 0700 1000:1000",
      { opt: { mode: 0o700, uid: 1000 } },
      ["1000", "agent", "agent:0"],
      ["lone", "7"],
    ],
    [
      "a parent 0750 0:50",
      { opt: { mode: 0o750, gid: 50 } },
      ["lone:50", "lone:staff", "0"],
      ["lone", "agent:agent"],
    ],
    [
      "a parent 0750 0:1000",
      { opt: { mode: 0o750, gid: 1000 } },
      ["agent", "1000", "7:agent"],
      ["lone", "7:7"],
    ],
    ["a parent 0057 1000:0", { opt: { mode: 0o057, uid: 1000 } }, ["lone", "0"], ["agent", "1000:0"]],
    ["a parent 0711", { opt: { mode: 0o711 } }, ["agent", "lone"], []],
    ["the destination 0711", { d: { mode: 0o711 } }, ["0"], ["agent", "lone", "1000:1000"]],
    ["the destination 0744", { d: { mode: 0o744 } }, ["0"], ["agent"]],
    ["a directory in it 0700", { below: { mode: 0o700 } }, ["0"], ["agent", "1000:1000"]],
  ])("reads the identity or is locked out of it: %s", async (_, modes, open, locked) => {
    for (const user of open) expect([user, await isLocked(user, modes)]).toEqual([user, false]);
    for (const user of locked) expect([user, await isLocked(user, modes)]).toEqual([user, true]);
  });

  it("is told the first directory that locks it out, with its mode and owner", async () => {
    const modes = { opt: { mode: 0o700, uid: 3, gid: 4 }, d: { mode: 0o700 } };
    const { locked } = await lockOf("1000:1000", [identity(modes)]);
    expect(locked).toEqual({ path: "opt", mode: 0o700, uid: 3, gid: 4, user: "1000:1000" });
  });

  it("has every layer read, unless it is root: a lower one may close a directory for engines that stack none", async () => {
    const closing = [...identity({}), file("opt/d/.wh..wh..opq", "")];
    for (const [user, layersRead] of [
      ["", 1],
      ["0", 1],
      ["0:50", 1],
      ["5:5", 2],
      ["agent", 2],
      ["root", 2],
    ] as const)
      expect([user, await lockOf(user, [accounts, closing])]).toEqual([
        user,
        { locked: undefined, layersRead },
      ]);
  });

  it.each<[string, string, readonly (readonly TestEntry[])[], RegExp]>([
    [
      "is not in the image's accounts",
      "nobody",
      [accounts, identity({ opt: { mode: 0o700 } })],
      /not in \/etc\/passwd/,
    ],
    ["has no accounts to be in", "agent", [identity({ opt: { mode: 0o700 } })], /not in \/etc\/passwd/],
    ["is of an unknown group", "agent:none", [accounts, identity({ opt: { mode: 0o750 } })], /group none/],
    ["is malformed", "a:b:c", [accounts, identity({ opt: { mode: 0o700 } })], /no two parts/],
    ["is almost a number", "+5", [accounts, identity({ opt: { mode: 0o700 } })], /not a name or number/],
    [
      "is too large a number",
      "4294967296",
      [accounts, identity({ opt: { mode: 0o700 } })],
      /not a name or number/,
    ],
    [
      "may pass by a group that only some engines give it",
      "agent",
      [accounts, identity({ opt: { mode: 0o750, gid: 50 } })],
      /different groups/,
    ],
    [
      "is before a directory that a later layer only implies",
      "1000:1000",
      [identity({ opt: { mode: 0o700 } }), [file("opt/d/b", "1")]],
      /different modes or owners/,
    ],
    [
      "is before a directory that no layer names",
      "1000:1000",
      [[file("opt/d/b", "1")]],
      /different modes or owners/,
    ],
    [
      "is before a directory that is named twice",
      "1000:1000",
      [[directory("opt/", { mode: 0o700 }), ...identity({})]],
      /different modes or owners/,
    ],
    [
      "is before a root that only some engines take from a layer",
      "1000:1000",
      [[directory("./", { mode: 0o700 }), ...identity({})]],
      /different modes or owners/,
    ],
    [
      "is before a root that a layer below the deciding one closes",
      "1000:1000",
      [[directory("./", { mode: 0o700 })], opaqueIdentity],
      /different modes or owners/,
    ],
    [
      "is before a directory that a lower layer gives an access list, and a later one names again",
      "1000:1000",
      [[directory("opt/", accessList("access"))], opaqueIdentity],
      /posix_acl_access/,
    ],
    [
      "is before a directory that inherits an access list from a lower layer",
      "1000:1000",
      [[directory("opt/", accessList("default"))], opaqueIdentity],
      /posix_acl_default/,
    ],
    [
      "is before a destination that a lower layer gives an access list",
      "1000:1000",
      [[directory("opt/"), directory("opt/d/", accessList("access"))], opaqueIdentity],
      /posix_acl_access/,
    ],
    [
      "is before a root that a lower layer gives an access list",
      "1000:1000",
      [[directory("./", accessList("default"))], opaqueIdentity],
      /posix_acl_default/,
    ],
    [
      "is before a root that two layers name, one of them with a slash at its start",
      "1000:1000",
      [[directory("./", { mode: 0o700 })], [...identity({}), directory("//")]],
      /different modes or owners/,
    ],
    [
      "is before a directory that two layers name, one of them with a slash at its start",
      "1000:1000",
      [[directory("/opt/", { mode: 0o700 })], identity({})],
      /different modes or owners/,
    ],
  ])("cannot be told to read it where it %s", async (_, user, layers, reason) => {
    await expect(lockOf(user, layers)).rejects.toMatchObject({
      code: "IMAGE_AMBIGUOUS",
      message: expect.stringMatching(reason),
    });
    // Root reads everything, and so nothing of this matters for it.
    expect((await lockOf("", layers)).locked).toBeUndefined();
  });

  it("is not kept from a directory by how an older layer spells its name, where both say the same", async () => {
    const { locked } = await lockOf("1000:1000", [[directory("/opt/")], identity({})]);
    expect(locked).toBeUndefined();
  });

  it("is found through links, as a program finds it", async () => {
    const linked: TestEntry[] = [
      directory("etc/"),
      directory("usr/"),
      { path: "etc/passwd", type: "symlink", target: "../usr/passwd" },
      file("usr/passwd", "agent:x:1000:1000::/:\n"),
    ];
    const { locked } = await lockOf("agent", [linked, identity({ opt: { mode: 0o700, uid: 1000 } })]);
    expect(locked).toBeUndefined();
  });
});
