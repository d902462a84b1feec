import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDist } from "../../build/make-dist.ts";
import { packageOf } from "../../build/modules.ts";
import { build, copySources, type Dist, importsOf, loadedWith, readDist } from "./dist.ts";
import { house } from "./rooms.ts";

let dist: Dist;
/** Built once at another path, with its sources; and once from here. */
let elsewhere: { readonly root: string; readonly dist: Dist };
let here: { readonly made: Awaited<ReturnType<typeof makeDist>>; readonly dist: Dist };
const directory = mkdtempSync(join(tmpdir(), "identikit-dist-"));
beforeAll(async () => {
  dist = readDist(join(house, "dist"));
  const root = copySources(join(directory, "some/other place"));
  elsewhere = { root, dist: build(root) };
  const to = join(directory, "dist");
  here = { made: await makeDist(house, to), dist: readDist(to) };
});
afterAll(() => rmSync(directory, { recursive: true }));

const faces = (): string[] =>
  [...dist.keys()].filter((name) => /^[\w-]+\.js$/.test(name) && name !== "index.js");

test("a changed line of the sources changes that line of dist/, and nothing else, wherever it is built", () => {
  const { root, dist: before } = elsewhere;
  const source = join(root, "src/tree/path.ts");
  const text = readFileSync(source, "utf8");
  const [code = ""] = /"PATH_[A-Z_]+"/.exec(text) ?? [];
  writeFileSync(source, text.replace(code, '"PATH_CHANGED"'));
  const after = build(root);
  expect([...after.keys()]).toEqual([...before.keys()]);
  const changed = [...after.keys()].filter((name) => after.get(name) !== before.get(name));
  expect(changed).toEqual(["rooms/tree.js"]);
  const [old, young] = [before, after].map((one) => (one.get("rooms/tree.js") ?? "").split("\n"));
  const lines = young?.filter((one, at) => one !== old?.[at]);
  expect(lines).toEqual([expect.stringContaining("PATH_CHANGED")]);
});

test("the same sources give the same bytes at another path, and no path of the machine is in them", () => {
  const { root, dist: there } = elsewhere;
  const other = [...here.dist].filter(([name, text]) => there.get(name) !== text);
  expect(other.map(([name]) => name)).toEqual([]);
  expect(there.size).toBe(here.dist.size);
  const told = [...there].filter(([, text]) => text.includes(house) || text.includes(root));
  expect(told.map(([name]) => name)).toEqual([]);
});

test("licenses.txt has every package of which something is bundled, with its version, licence and text", () => {
  const modules = here.made.output.flatMap((one) =>
    one.type === "chunk" ? Object.entries(one.modules) : [],
  );
  const files = modules.flatMap(([id, { code }]) =>
    code && packageOf(id) && id.startsWith("/") ? [id] : [],
  );
  const bundled = new Set(
    files.map((id) =>
      join(id.slice(0, id.lastIndexOf("node_modules/")), "node_modules", packageOf(id) ?? ""),
    ),
  );
  // Its drawings are in a file of ours.
  bundled.add(join(house, "build/copied/lucide-static"));
  const sections = (dist.get("licenses.txt") ?? "").split(/^-{100}$/m).slice(1);
  const stated = sections.map((section) => section.trim().split("\n"));
  const expected = [...bundled].map((directory) => {
    const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
    return `${manifest.name} ${manifest.version}, ${manifest.license}`;
  });
  expect(bundled.size).toBeGreaterThan(50);
  const titles = stated.map(([title, license]) => `${title}, ${license}`);
  expect(titles.filter((title) => !title.startsWith("rolldown ")).sort()).toEqual(expected.sort());
  for (const [title, , ...text] of stated) expect(text.join(" "), title).toMatch(/copyright|licen[cs]e/i);
});

/** What agent runs add, which are younger than the bound of the rest: their rooms, their commands, and packages that only they use. */
const ofAgentRuns = new RegExp(
  "/(?:(?:(?:api|commands|host)-with-)?(?:agents|adapters|probe|workspace|isolation|supervisor)(?:-[\\w-]+)?|age-encryption|croner|jose" +
    "|dispatch|dispatch-agent|run|run-agent|write-back|workspaces|access-ticket-key|outbox|outbox-server|serve|controller|approve|audit-verify|audit-export|runs-[a-z-]+|pause|kubeconfig)\\.js$",
);

/** What the console adds, which is younger still: its room and its server's, what a browser loads, traces, and packages that only they use. */
const ofConsole =
  /^console\/|^rooms\/(?:console|api|trace)(?:-[\w-]+)?\.js$|^commands\/trace\.js$|\/(?:preact|openid-client)(?:-[\w-]+)?\.js$/;

/** What signing and verifying add: Sigstore's packages with their HTTP client, which nobody loads who does neither. */
const ofProvenance =
  /^rooms\/provenance(?:-[\w-]+)?\.js$|^commands\/(?:image-verify|sbom)\.js$|\/(?:sigstore|noble)(?:-[\w-]+)?\.js$/;

test("dist/ weighs no more than before it could be read, and what agent runs, the console and signatures add is bounded, too", () => {
  const partOf = (name: string) => {
    if (name === "licenses.txt") return "licences";
    if (ofProvenance.test(name)) return "provenance";
    return ofConsole.test(name) ? "console" : ofAgentRuns.test(name) ? "runs" : "rest";
  };
  const weight = { console: 0, runs: 0, provenance: 0, licences: 0, rest: 0 };
  for (const [name, text] of dist) weight[partOf(name)] += Buffer.byteLength(text);
  // Until Sigstore's packages came, licences were among the rest, with 150,686 bytes of 3,051,714. The faces start with a copy of the
  // parts of zod that options need: 31 KB that save each start a fifth of its time. What is carried along with an image is looked at
  // before, and check and pipeline take the options of signatures: 2 KB. PostgreSQL's COPY is 18 KB, which only who reaches a server
  // loads; an archive read in larger pieces and the index of a render that trusts times are 10 KB; writers of a process that wait for each
  // other without a connection, and what carries an image's artifacts within bounds, 6 KB. What agents of one type share, so that a render
  // with nothing to do works it out once for all of them, is 2 KB. A bundle that is planned and imported from
  // memory, over the API and on the console, adds 1 KB to what reads it from a file; a lock that goes with its file, 1 KB; secrets of an
  // agent that are read together, 1 KB. That publish and promote can have a record of the tags that they move is 2 KB. The second thread of a
  // render is 7 KB. That a database writes the lines of an export itself, and takes many rows in one statement, is 4 KB;
  // what codes mean in a file of its own, which a bake and a gate do not load, 2 KB. That a bake knows the layers of a base, and a
  // gate asks for an identity's layer beside the config, is 2 KB. That an import reads on while a server writes is 2 KB.
  // Sigstore's client of TUF repositories has 100 KB and its licences.
  expect(weight.rest).toBeLessThanOrEqual(
    2_925_000 + 31_400 + 2_000 + 18_100 + 10_000 + 6_000 + 2_000 + 5_000 + 7_500 + 6_000 + 2_000 + 2_500,
  );
  expect(weight.licences).toBeLessThanOrEqual(270_000);
  expect(weight.runs).toBeGreaterThan(100_000);
  expect(weight.runs).toBeLessThanOrEqual(1_600_000);
  expect(weight.provenance).toBeGreaterThan(100_000);
  expect(weight.provenance).toBeLessThanOrEqual(935_000);
  expect(weight.console).toBeGreaterThan(10_000);
  expect(weight.console).toBeLessThanOrEqual(1_200_000);
});

test("code of ours stands in lines that can be read, and that of packages apart", () => {
  for (const [name, text] of dist) {
    if (!name.endsWith(".js")) continue;
    const modules = [...text.matchAll(/^\/\/ (?:src|build)\/\S+\.tsx?$/gm)].length;
    if (name.startsWith("vendor/")) expect(modules, name).toBe(0);
    else expect(text.split("\n").length, name).toBeGreaterThan(modules * 2);
    expect(text, name).not.toMatch(/^\/\/.*node_modules/m);
  }
});

test("a face starts with few files, and with no package but those that parse what it was given", () => {
  const everyFace = ["faces.js", "commander.js", "rolldown-runtime.js"];
  for (const face of faces()) {
    const started = new Set([...startOf(face)].flatMap((name) => [...loadedWith(dist, name)]));
    const packages = [...started].filter((name) => name.startsWith("vendor/")).map((name) => basename(name));
    expect(
      packages.filter((name) => !everyFace.includes(name)),
      face,
    ).toEqual([]);
    const files = started.size + loadedWith(dist, face).size;
    expect(files, face).toBeLessThanOrEqual(face === "identikit.js" ? 23 : 5);
  }
});

test("what needs a heavy package or a slow part of Node.js is in another file than what does not", () => {
  const heavy =
    /^vendor\/(?:pg|kysely|dockerode|tar|yaml|octokit|secretlint|hono|dockerfile-ast|sigstore)[.]/;
  for (const name of dist.keys()) {
    if (!name.startsWith("rooms/")) continue;
    for (const file of [...loadedWith(dist, name)].filter((one) => heavy.test(one)))
      expect(name).toContain(basename(file, ".js"));
    const sqlite = [...loadedWith(dist, name)].some((one) => dist.get(one)?.includes('from "node:sqlite"'));
    expect(sqlite, name).toBe(name.includes("sqlite"));
  }
});

test("no two files import each other, by whatever way", () => {
  const circles = [...dist.keys()].filter((name) =>
    importsOf(dist, name).some((other) => loadedWith(dist, other).has(name)),
  );
  expect(circles).toEqual([]);
});

test("what is left out of the engine's client says so when it is used", async () => {
  const { default: Docker } = await import(join(house, "dist/vendor/dockerode.entry.js"));
  const throughSsh = new Docker({ protocol: "ssh", host: "127.0.0.1", username: "someone" });
  await expect(throughSsh.ping()).rejects.toThrow(/ssh:\/\/ is not part of Identikit/);
  expect(() => throughSsh.followProgress()).toThrow(/BuildKit is not part of Identikit/);
});

/** The files that a face loads as soon as it knows that this Node.js will do. */
function startOf(face: string): string[] {
  return [...(dist.get(face) ?? "").matchAll(/import\("\.\/([^"]+)"\)/g)].map(([, name = ""]) => name);
}
