import { describe, expect, it } from "vitest";
import { verdictOf } from "../../src/fault/finding.ts";
import { bakedTree, identityV1 } from "../../src/image/identity.ts";
import { layerImage } from "../image/layer-image.ts";
import { gate, template } from "../image/samples.ts";
import { attribute, directory, file, type TestEntry } from "../image/tar-entries.ts";

const destination = "opt/molecule-platform-agent-template";
const identity = [...bakedTree(template().select(identityV1.admits))];

/** The identity as a layer has it; some entries say something else. */
function layer(changes: Readonly<Record<string, Partial<TestEntry>>> = {}): TestEntry[] {
  const directories = ["opt/", `${destination}/`, `${destination}/prompts/`, `${destination}/prompts/tone/`];
  return [
    ...directories.map((path) => directory(path, changes[path] ?? {})),
    ...identity.map(({ path, mode, bytes }) =>
      file(`${destination}/${path}`, Buffer.from(bytes).toString(), { mode, ...changes[path] }),
    ),
  ];
}

async function answer(layers: readonly (readonly TestEntry[])[], user = "") {
  const { image, top } = layerImage(layers, { user });
  const selector = { kind: "digest", digest: top.digest } as const;
  const findings = await gate()({ source: image, selector, subject: "x" });
  return {
    verdict: verdictOf(findings),
    findings: findings.map(({ code, severity, path, expected, actual }) => [
      code,
      severity,
      path,
      expected,
      actual,
    ]),
  };
}

/** An access control list as a kernel keeps it: tag and permission of each entry. */
function accessList(...entries: readonly (readonly [number, number])[]): string {
  const bytes = Buffer.alloc(4 + entries.length * 8, 0);
  bytes.writeUInt32LE(2, 0);
  for (const [number, [tag, permission]] of entries.entries()) {
    bytes.writeUInt16LE(tag, 4 + number * 8);
    bytes.writeUInt16LE(permission, 6 + number * 8);
  }
  return bytes.toString("latin1");
}

describe("an identity file", () => {
  it.each([0o600, 0o640, 0o744, 0o4644, 0o2644, 0o1644, 0o646])("of mode %i is drift", async (mode) => {
    const { verdict, findings } = await answer([layer({ "config.yaml": { mode } })]);
    expect(verdict).toBe("drift");
    expect(findings.map(([code, , path]) => [code, path])).toEqual([["FILE_MODE", "config.yaml"]]);
  });

  it("that its owner may not write is clean", async () => {
    expect(await answer([layer({ "config.yaml": { mode: 0o444 } })])).toEqual({
      verdict: "clean",
      findings: [],
    });
  });

  it("that its group may write is a warning, and clean", async () => {
    const { verdict, findings } = await answer([layer({ "config.yaml": { mode: 0o664 } })]);
    expect(verdict).toBe("clean");
    expect(findings).toEqual([["FILE_GROUP_WRITABLE", "warning", "config.yaml", "0644", "0664"]]);
  });

  it.each(["security.capability", "system.posix_acl_access"])("with %s is drift", async (name) => {
    const value = accessList([0x01, 6], [0x02, 4], [0x04, 4], [0x10, 4], [0x20, 4]);
    const { verdict, findings } = await answer([layer({ "config.yaml": attribute(name, value) })]);
    expect(verdict).toBe("drift");
    expect(findings).toEqual([["FILE_ATTRIBUTE", "error", "config.yaml", null, name]]);
  });

  it("with an access list that says what its mode says is clean", async () => {
    const value = accessList([0x01, 6], [0x04, 4], [0x20, 4]);
    const more = attribute("system.posix_acl_access", value);
    const empty = attribute("system.posix_acl_access", "");
    for (const each of [more, empty])
      expect(await answer([layer({ "config.yaml": each })])).toEqual({ verdict: "clean", findings: [] });
    const other = { ...more, mode: 0o755 };
    expect((await answer([layer({ "config.yaml": other })])).verdict).toBe("drift");
  });
});

describe("a directory", () => {
  it("that the identity does not have is a warning where it is empty, and named once", async () => {
    const extra = ["logs/", "logs/old/", "prompts/empty/"].map((path) => directory(`${destination}/${path}`));
    const { verdict, findings } = await answer([[...layer(), ...extra]]);
    expect(verdict).toBe("clean");
    expect(findings).toEqual([
      ["DIRECTORY_EXTRA", "warning", "logs", null, "directory"],
      ["DIRECTORY_EXTRA", "warning", "prompts/empty", null, "directory"],
    ]);
  });

  it("that the identity does not have is told by what is in it", async () => {
    const { findings } = await answer([
      [...layer(), directory(`${destination}/x/`), file(`${destination}/x/y`, "1")],
    ]);
    expect(findings.map(([code, , path]) => [code, path])).toEqual([["FILE_EXTRA", "x/y"]]);
  });

  it.each<[string, Partial<TestEntry>, string]>([
    ["opt/", { mode: 0o700 }, "/opt"],
    [`${destination}/`, { mode: 0o750, uid: 5, gid: 6 }, `/${destination}`],
    [`${destination}/prompts/`, { mode: 0o711 }, `/${destination}/prompts`],
  ])("that locks the image's user out is drift: %s", async (path, more, named) => {
    const { verdict, findings } = await answer([layer({ [path]: more })], "1000:1000");
    expect(verdict).toBe("drift");
    const mode = `0${(more.mode ?? 0).toString(8)} ${more.uid ?? 0}:${more.gid ?? 0}`;
    expect(findings).toEqual([
      ["IDENTITY_UNREADABLE", "error", named, "readable by the image's user 1000:1000", mode],
    ]);
    expect(await answer([layer({ [path]: more })], "0")).toEqual({ verdict: "clean", findings: [] });
  });

  it("that may lock the image's user out leaves the gate without an answer", async () => {
    const { verdict, findings } = await answer([layer({ "opt/": { mode: 0o700 } })], "agent");
    expect(verdict).toBe("unverified");
    expect(findings[0]?.slice(0, 2)).toEqual(["IMAGE_AMBIGUOUS", "unverified"]);
  });
});

describe("what does not reach the identity", () => {
  it("is no reason to doubt it: owners, attributes, devices, links and names of other places", async () => {
    const elsewhere: TestEntry[] = [
      { path: "pax_global_header", type: "global", pax: { comment: "0123456789abcdef" } },
      directory("./"),
      directory("usr/"),
      directory("usr/bin/"),
      file("usr/bin/ping", "x", { ...attribute("security.capability", "\u0001"), mode: 0o4755 }),
      file("usr/bin/large", "x", { pax: { uid: "4294967294", gid: "4294967296" } }),
      directory("var/", { ...attribute("system.posix_acl_default", "x"), mode: 0o2755 }),
      { path: "dev/zero", type: "device", device: [1, 5] },
      { path: "dev/hidden", type: "device", device: [0, 0] },
      { path: "bin", type: "symlink", target: "usr/bin" },
      { path: "usr/up", type: "symlink", target: "../../../far" },
      file("../leading", "x"),
      file("usr/bin/a", "1"),
      { path: "usr/bin/b", type: "link", target: "usr/bin/a", mode: 0o600 },
      file("usr/.wh.gone", ""),
    ];
    expect(await answer([elsewhere, layer()])).toEqual({ verdict: "clean", findings: [] });
    expect(await answer([layer(), elsewhere])).toEqual({ verdict: "clean", findings: [] });
  });
});
