// How main jobs grow, each at four sizes: `node test/bench/growth.ts [--share N] [--save DIR] [AXIS…]`. With --share only the N-th part
// of each size, for a quick look; with --save plots of it, for a light and a dark page. Without an axis, all. Needs dist/ and docker-registry.
import { execFile, execFileSync } from "node:child_process";
import { createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs, promisify } from "node:util";
import { table } from "../../build/sections.ts";
import { bakedTree } from "../../src/image/identity.ts";
import { AssetSelection } from "../../src/template/asset-selection.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { defaultLimits } from "../../src/template/source.ts";
import { readArchive } from "../../src/tree/archive-reader.ts";
import { readDirectory } from "../../src/tree/directory-reader.ts";
import { house } from "../architecture/rooms.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { LoopbackProxy } from "../services/loopback-proxy.ts";
import { builtProgram } from "./parts/built-program.ts";
import { print } from "./parts/figure.ts";
import { pushFileLayers } from "./parts/file-layers.ts";
import { growAgents } from "./parts/grow-agents.ts";
import { growPlatforms } from "./parts/grow-platforms.ts";
import { growTemplates } from "./parts/grow-templates.ts";
import { exponentOf, lastExponentOf, type Point } from "./parts/growth.ts";
import { type Grown, type Growth, plotOf } from "./parts/growth-plot.ts";
import { peakMemory, peakOf } from "./parts/peak-memory.ts";
import { writePerformanceIndex } from "./parts/performance-index.ts";
import { pushBase, writeTemplate } from "./parts/remote-base.ts";
import { machineInWords } from "./parts/results.ts";
import { commitTemplate, writeTemplate as writeProse } from "./parts/template-sample.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { share: { type: "string", default: "1" }, save: { type: "string" } },
});
const share = Number(values.share);
const scratch = mkdtempSync(join(tmpdir(), "identikit-growth-"));
const run = promisify(execFile);
const measured: Bounded[] = [];

/** A growth beside what it may be. */
interface Bounded extends Growth {
  readonly exponent: number;
  readonly atMost: number;
}

/** Work that has to grow may grow with the size, and hardly faster. */
function mustGrow(growth: Growth): void {
  measure({ ...growth, exponent: lastExponentOf(growth.points), atMost: 1.05 });
}

function mustNotGrow(growth: Growth): void {
  measure({ ...growth, exponent: exponentOf(growth.points), atMost: 0.1 });
}

function measure(growth: Bounded): void {
  measured.push(growth);
  const { job, values: what, exponent, atMost } = growth;
  print(`${job}, ${what}: exponent`, exponent, { atMost });
}

const sizesOf = (...sizes: readonly number[]) => sizes.map((size) => Math.max(1, Math.round(size / share)));

async function growRows(): Promise<void> {
  const step = await builtProgram(join(import.meta.dirname, "parts/bundle-step.ts"), join(scratch, "built"));
  const take = (...args: readonly string[]): { cpu: number; mebibytes: number } =>
    JSON.parse(execFileSync(process.execPath, [step, ...args], { encoding: "utf8" }));
  const points = { export: [] as Point[], import: [] as Point[], memory: [] as Point[] };
  for (const size of sizesOf(1_000, 10_000, 100_000, 1_000_000)) {
    const [from, to, bundle] = ["from.db", "to.db", "a.jsonl"].map((name) =>
      join(scratch, `${size}-${name}`),
    );
    if (!from || !to || !bundle) continue;
    for (const file of [from, to]) take("migrate", file);
    take("bareImportSqlite", from, String(size));
    const exported = take("export", from, bundle);
    const imported = take("import", to, bundle);
    points.export.push({ size, value: exported.cpu });
    points.import.push({ size, value: imported.cpu });
    points.memory.push({ size, value: exported.mebibytes });
    for (const file of [from, to, bundle]) rmSync(file, { force: true });
  }
  const common = { sizes: "rows" };
  mustGrow({ job: "Export on SQLite", ...common, values: "seconds of the processor", points: points.export });
  mustGrow({ job: "Import on SQLite", ...common, values: "seconds of the processor", points: points.import });
  mustNotGrow({ job: "Export on SQLite", ...common, values: "MiB at most", points: points.memory });
}

async function growFiles(): Promise<void> {
  const points: Point[] = [];
  // No bound of a template's size is what is measured here.
  const limits = { ...defaultLimits, maxEntries: 1e6, maxBytes: 2 ** 31, maxArchiveBytes: 2 ** 31 };
  for (const size of sizesOf(100, 1_000, 10_000, 100_000)) {
    const source = join(scratch, `source-${size}`);
    writeProse(source, size, size * 1000);
    commitTemplate(source);
    const archive = join(scratch, `${size}.tgz`);
    execFileSync("git", ["archive", "--format=tar.gz", "-o", archive, "HEAD"], { cwd: source });
    const start = process.cpuUsage();
    const selection = new AssetSelection(policyNamed(), "archive", limits);
    const content = createReadStream(archive);
    await readArchive(content, { owner: "archive", selection, maxBytes: limits.maxBytes });
    const { user, system } = process.cpuUsage(start);
    points.push({ size, value: (user + system) / 1e6 });
    rmSync(source, { recursive: true });
  }
  mustGrow({ job: "Reading an archive", sizes: "files", values: "seconds of the processor", points });
}

async function growLayers(): Promise<void> {
  const points: Point[] = [];
  await using registry = await DockerRegistry.start();
  await using proxy = await LoopbackProxy.start(registry.host);
  const template = writeTemplate(join(scratch, "template"));
  const identikit = (...args: readonly string[]) => {
    const env = { PATH: process.env.PATH ?? "", HOME: join(scratch, "home") };
    return run(process.execPath, [join(house, "dist/identikit.js"), ...args, "--template", template], {
      env,
    });
  };
  for (const layers of [1, 5, 25, 126]) {
    const repository = `${proxy.host}/bench/layers-${layers}`;
    await pushBase(registry.host, `bench/layers-${layers}`, layers, 1_000);
    await identikit("bake", "--base", `${repository}:base`, "--to", `docker://${repository}:ours`);
    rmSync(join(scratch, "home"), { recursive: true, force: true });
    proxy.take();
    await identikit("gate", "--image", `docker://${repository}:ours`);
    points.push({ size: layers, value: proxy.take().requests.length });
  }
  mustNotGrow({ job: "Gate of a baked image", sizes: "layers of the base", values: "requests", points });
}

async function growImage(): Promise<void> {
  const points: Point[] = [];
  await using registry = await DockerRegistry.start();
  const template = writeTemplate(join(scratch, "image-template"));
  const destination = "opt/molecule-platform-agent-template";
  const identity = [...bakedTree(readDirectory(template))];
  const top = identity.map((entry) => ({ ...entry, path: `${destination}/${entry.path}` }));
  for (const size of sizesOf(10, 100, 1_000, 4_000)) {
    const image = `bench/image-${size}`;
    const layers = Math.ceil(size / 40);
    // Whole files of 40 KB each.
    const layerBytes = Math.ceil((size * 1e6) / layers / 40_000) * 40_000;
    await pushFileLayers(registry.host, image, { layers, layerBytes, top });
    const env = { PATH: process.env.PATH ?? "", HOME: join(scratch, `home-${size}`) };
    const gate = [join(house, "dist/identikit.js"), "gate", "--template", template];
    const { stderr } = await run(
      process.execPath,
      ["--import", peakMemory, ...gate, "--image", `${registry.host}/${image}:x`],
      { env },
    );
    points.push({ size, value: peakOf(stderr) });
  }
  mustNotGrow({
    job: "Gate of an image never seen",
    sizes: "MB of the image",
    values: "MiB at most",
    points,
  });
}

function save(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const pictures = measured.map((growth) => {
    const name = `${growth.job} ${growth.values}`.toLowerCase().replaceAll(/[^a-z]+/g, "-");
    writeFileSync(join(directory, `${name}.svg`), plotOf(growth, growth.exponent));
    return `![${growth.job}: ${growth.values} by ${growth.sizes}](${name}.svg)`;
  });
  const page = `# Growth

How main jobs grow with what they are given. Both axes are logarithmic: a straight line is a power of the size, and its slope is the
exponent. Where the work has to grow, the exponent between the two largest sizes is to be at most 1.05; where it must not grow, the
exponent over all sizes is to be at most 0.1.

Written by \`node test/bench/growth.ts --save docs/performance\`.

Machine: ${machineInWords()}.

${table(
  ["job", "sizes", "measured", "at each size", "exponent", "target"],
  measured.map((growth) => [
    growth.job,
    growth.sizes,
    growth.values,
    growth.points.map(({ size, value }) => `${size.toLocaleString("en")}: ${shortOf(value)}`).join("; "),
    growth.exponent.toFixed(2),
    `at most ${growth.atMost}`,
  ]),
)}

${pictures.join("\n\n")}
`;
  writeFileSync(join(directory, "growth.md"), page);
  writePerformanceIndex(directory);
}

/** Three digits, and all of a large number. */
function shortOf(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
}

function take({ must, mustNot }: Grown): void {
  for (const growth of must) mustGrow(growth);
  for (const growth of mustNot) mustNotGrow(growth);
}

const axes = {
  templates: async () => take(await growTemplates(scratch, sizesOf(1, 10, 100, 1_000))),
  platforms: async () => take(await growPlatforms(scratch, [1, 2, 4, 16])),
  agents: async () => take(await growAgents(scratch, sizesOf(100, 1_000, 10_000, 100_000))),
  files: growFiles,
  layers: growLayers,
  image: growImage,
  rows: growRows,
};
type Axis = keyof typeof axes;
const isAxis = (name: string): name is Axis => Object.hasOwn(axes, name);
try {
  const strange = positionals.find((name) => !isAxis(name));
  if (strange !== undefined)
    throw new TypeError(`there is no axis ${strange}; there are: ${Object.keys(axes).join(", ")}`);
  const chosen = (positionals.length > 0 ? positionals : Object.keys(axes)).filter(isAxis);
  for (const axis of chosen) await axes[axis]();
  if (values.save !== undefined) save(values.save);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
