import { isDeepStrictEqual } from "node:util";
import type { Platform } from "../../../src/image/store.ts";
import type { GoReading } from "./go-readings.ts";
import { type Asked, platformValue, type Readers } from "./our-reading.ts";
import { pick, type Random } from "./sample-documents.ts";

const systems = [
  "linux",
  "Linux",
  "LINUX",
  "windows",
  "macos",
  "darwin",
  "MacOS",
  "l\u0131nux",
  "\u0130",
  "freebsd",
];
const architectures = [
  ...["amd64", "x86_64", "x86-64", "X86_64", "AMD64", "arm64", "aarch64", "AArch64", "arm", "armhf", "armel"],
  ...["i386", "386", "s390x", "ARM", "riscv64", "unknown", "\u212a"],
];
const variants = [
  ...[
    "",
    "v1",
    "V1",
    "v2",
    "v3",
    "v5",
    "v6",
    "v7",
    "v8",
    "7",
    "6",
    "8",
    "9",
    "v8.0",
    "v9.0",
    "9.0",
    "v9",
    "v8.5",
  ],
  ...["v8.7", "v9.1", "x"],
];

/** A platform to be normalised, or a machine and an index's platforms that it chooses from. */
export function samplePlatformCase(random: Random): Asked {
  const kind = random(3) === 0 ? "platform" : "choice";
  const value = kind === "platform" ? spelled(random) : sampleChoice(random);
  return { kind, type: "", bytes: Buffer.from(JSON.stringify(value)) };
}

interface Choice {
  readonly machine: Platform;
  /** Whether the variant is said when the machine's platform is asked for. */
  readonly isVariantAsked: boolean;
  readonly entries: readonly (Platform | null)[];
}

function spelled(random: Random): Platform {
  const variant = pick(random, variants);
  return {
    os: pick(random, systems),
    architecture: pick(random, architectures),
    ...(variant === "" ? {} : { variant }),
    ...(random(8) === 0 ? { "os.features": ["b", "a", "b"] } : {}),
  };
}

function sampleChoice(random: Random): Choice {
  const architecture = pick(random, ["amd64", "arm64", "arm", "386"]);
  const own = {
    amd64: ["", "v2", "v3"],
    arm64: ["", "v8", "v9"],
    arm: ["v5", "v6", "v7", "v8", ""],
    "386": [""],
  };
  const variant = pick(random, own[architecture as keyof typeof own]);
  const machine = { os: "linux", architecture, ...(variant === "" ? {} : { variant }) };
  const aliases: Record<string, readonly string[]> = {
    amd64: ["amd64", "x86_64", "386", "AMD64"],
    arm64: ["arm64", "aarch64", "arm", "armhf"],
    arm: ["arm", "armhf", "armel", "arm64"],
    "386": ["386", "i386", "amd64"],
  };
  const entries = Array.from({ length: 1 + random(5) }, () =>
    random(8) === 0
      ? null
      : {
          ...spelled(random),
          os: pick(random, ["linux", "linux", "Linux"]),
          architecture: pick(random, aliases[architecture] ?? []),
        },
  );
  return { machine, isVariantAsked: random(2) === 0, entries };
}

/** What is wrong with our spelling or choice: each entry that an engine takes must be among those that we gate. */
export function comparePlatforms(
  asked: Asked,
  theirs: readonly GoReading[],
  readers: Readers,
): string | undefined {
  const value = JSON.parse(asked.bytes.toString());
  if (asked.kind === "platform") {
    const ours = platformValue(readers.normalized(value));
    const [go] = theirs;
    // The order of features is nothing that is compared.
    const same = { ...(go?.value as object), osFeatures: (ours as { osFeatures: unknown }).osFeatures };
    return isDeepStrictEqual(same, ours) ? undefined : `containerd spells it ${JSON.stringify(go?.value)}`;
  }
  const { machine, isVariantAsked, entries } = value as Choice;
  const { variant: _, ...plain } = machine;
  const offered = entries.map((platform, at) => ({ at, ...(platform ? { platform } : {}) }));
  const chosen = new Set(
    readers.engineChoices(isVariantAsked ? machine : plain, offered).map(({ at }) => at),
  );
  const missed = theirs.find(({ value: at }) => at !== -1 && !chosen.has(at as number));
  return missed && `${missed.decoder} takes entry ${missed.value}, which is not gated`;
}
