// One archive of 12 MiB and 2,000 files, read, checked and laid out in memory, against GNU tar unpacking it there; in
// turn. The scan for credentials, which tar does not do, is given by itself. `once ARCHIVE INTO` is one run, for its memory.
import { execFileSync } from "node:child_process";
import { createReadStream, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { AssetSelection } from "../../src/template/asset-selection.ts";
import { deliverInto } from "../../src/template/deliver.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { defaultLimits } from "../../src/template/source.ts";
import { TemplateAssets } from "../../src/template/template-assets.ts";
import { readArchive } from "../../src/tree/archive-reader.ts";
import { builtProgram } from "./parts/built-program.ts";
import { print } from "./parts/figure.ts";
import { median } from "./parts/ratio.ts";
import { commitTemplate, memoryDirectory, writeTemplate } from "./parts/template-sample.ts";

const policy = policyNamed();
const { signal } = new AbortController();

interface Times {
  readonly unpack: number;
  readonly scan: number;
  /** Of the processor, for `unpack`. */
  readonly busy: number;
}

function busy(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds of the clock and of the processor that GNU tar takes. */
function tarOnce(archive: string, out: string): Pick<Times, "unpack" | "busy"> {
  const start = performance.now();
  const script = 'mkdir "$1" && tar -xzf "$0" -C "$1" && times';
  const said = execFileSync("sh", ["-c", script, archive, out], { encoding: "utf8" });
  const unpack = performance.now() - start;
  const children = said.trim().split("\n")[1] ?? "";
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s));
  return { unpack, busy: seconds.reduce((sum, each) => sum + each, 0) * 1000 };
}

async function fetchOnce(archive: string, into: string): Promise<Times> {
  const [start, startBusy] = [performance.now(), busy()];
  const selection = new AssetSelection(policy, "archive", defaultLimits);
  const content = createReadStream(archive, { highWaterMark: 64 * 1024 });
  const { tree } = await readArchive(content, {
    owner: "archive",
    selection,
    maxBytes: defaultLimits.maxBytes,
  });
  const [read, readBusy] = [performance.now(), busy()];
  const assets = await TemplateAssets.check(tree, policy, { name: "bench", source: "bench", commit: null });
  const [scanned, scannedBusy] = [performance.now(), busy()];
  await deliverInto(into, assets, { signal });
  return {
    unpack: read - start + performance.now() - scanned,
    scan: scanned - read,
    busy: readBusy - startBusy + busy() - scannedBusy,
  };
}

/** Of this program alone: what `resourceUsage` gives has the peak of the process that started it in it. */
function peakMebibytes(): number {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
  return Number(peak?.[1]) / 1024;
}

async function compare(place: string, rounds: number): Promise<void> {
  const source = join(place, "source");
  writeTemplate(source, 2000, 12 * 1024 * 1024);
  commitTemplate(source);
  const archive = join(place, "archive.tgz");
  execFileSync("git", ["archive", "--format=tar.gz", "-o", archive, "HEAD"], { cwd: source });
  const program = await builtProgram(import.meta.filename, join(place, "built"));
  const once = [program, "once", archive, join(place, "once")];
  const memory = Number(execFileSync(process.execPath, once, { encoding: "utf8" }));
  const ours: Times[] = [];
  const theirs: Pick<Times, "unpack" | "busy">[] = [];
  for (let round = 0; round <= rounds; round++) {
    const [into, out] = [join(place, "into"), join(place, "out")];
    const times = await fetchOnce(archive, into);
    const tar = tarOnce(archive, out);
    rmSync(into, { recursive: true });
    rmSync(join(place, ".identikit"), { recursive: true, force: true });
    rmSync(out, { recursive: true });
    if (round === 0) continue;
    ours.push(times);
    theirs.push(tar);
  }
  const middle = <Key extends string>(times: readonly Record<Key, number>[], key: Key) =>
    median(times.map((each) => each[key]));
  const [unpack, tar] = [middle(ours, "unpack"), middle(theirs, "unpack")];
  process.stdout.write(
    `archive of ${statSync(archive).size} bytes: ours ${unpack.toFixed(0)} ms, tar ${tar.toFixed(0)} ms; the scan for credentials ${middle(ours, "scan").toFixed(0)} ms more\n` +
      `processor time: ours ${middle(ours, "busy").toFixed(0)} ms, tar ${middle(theirs, "busy").toFixed(0)} ms\n`,
  );
  print("an archive of 12 MiB and 2,000 files, against tar -xzf", unpack / tar, { atMost: 1.2 });
  const withScan = middle(
    ours.map((each) => ({ all: each.unpack + each.scan })),
    "all",
  );
  print("the same with the scan for credentials", withScan / tar, { atMost: 2 });
  print("peak memory of the process in MiB", memory, { atMost: 100 });
}

if (process.argv[2] === "once") {
  await fetchOnce(process.argv[3] as string, process.argv[4] as string);
  process.stdout.write(String(peakMebibytes()));
} else {
  const place = memoryDirectory();
  try {
    await compare(place, 15);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
