import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { type Digest, digestOf, isDigest } from "../../../src/tree/digest.ts";
import { type Failure, factOfOurs } from "./comparison.ts";
import type { Judgement } from "./judgement.ts";
import type { LayerCase } from "./layer-case.ts";
import type { Answer, Subject } from "./subject.ts";
import type { AttackClass } from "./twist.ts";

const directory = new URL("../corpus/", import.meta.url).pathname;

const schema = z.object({
  /** What is wrong with the image, in a sentence. */
  name: z.string(),
  classes: z.array(z.string()),
  user: z.string(),
  layers: z.array(
    z.object({
      mediaType: z.string(),
      diffId: z.custom<Digest>((value) => typeof value === "string" && isDigest(value)),
      /** The blob, deflated, in base 64: small enough to look at. */
      blob: z.string(),
    }),
  ),
  /** The verdict that would be false. */
  never: z.enum(["clean", "drift"]).optional(),
  /** What every engine shows, where a view that shows something else would be false. */
  shown: z.array(z.string()).optional(),
});

/** An image that was once answered wrongly. */
export interface CorpusCase {
  readonly name: string;
  readonly made: LayerCase;
  readonly never: "clean" | "drift" | undefined;
  readonly shown: readonly string[] | undefined;
}

/** Every case of the corpus, by name. */
export function readCorpus(): CorpusCase[] {
  const files = readdirSync(directory).filter((name) => name.endsWith(".json"));
  return files.sort().map((name) => {
    const { user, layers, never, shown, ...rest } = schema.parse(
      JSON.parse(readFileSync(join(directory, name), "utf8")),
    );
    const made = {
      user,
      layers: layers.map(({ blob, ...layer }) => ({
        ...layer,
        blob: inflateRawSync(Buffer.from(blob, "base64")),
      })),
    };
    return { name: rest.name, made, never, shown };
  });
}

/** Writes a case down; gives the file's name. */
export function saveCase(
  made: LayerCase,
  classes: readonly AttackClass[],
  { kind, reason }: Failure,
  judgement: Judgement,
): string {
  const layers = made.layers.map(({ mediaType, diffId, blob }) => ({
    mediaType,
    diffId,
    blob: deflateRawSync(blob, { level: 9 }).toString("base64"),
  }));
  const [first] = reason.split("; ");
  const value: z.input<typeof schema> = {
    name: `${classes.join(" and ")}: ${titles[kind]}: ${withoutPlaces(first ?? reason)}`.slice(0, 200),
    classes: [...classes],
    user: made.user,
    layers,
    ...(kind in neverBy ? { never: neverBy[kind as keyof typeof neverBy] } : {}),
    ...(kind === "wrong-view" ? { shown: [...(judgement.agreed ?? [])] } : {}),
  };
  const bytes = `${JSON.stringify(value, null, 2)}\n`;
  const mark = digestOf(JSON.stringify(layers) + made.user).slice(7, 15);
  const name = `${classes[0]}-${kind}-${mark}.json`;
  writeFileSync(join(directory, name), bytes);
  return name;
}

const neverBy = { "false-clean": "clean", "false-alarm": "drift" } as const;

const titles: Readonly<Record<Failure["kind"], string>> = {
  "false-clean": "is not clean",
  "false-alarm": "is what it should be",
  "wrong-view": "is shown in another way",
};

/** Without the directories of one run. */
function withoutPlaces(reason: string): string {
  return reason.replace(/\/tmp\/oracle-[^/"]*\/\d+/g, "").replace(/sha256:[0-9a-f]{64}/g, "a digest");
}

/** What failures of one cause have in common, as far as their text says. */
export function signatureOf({ kind, reason }: Failure): string {
  const paths =
    /\/?(opt|usr|etc|srv|absent)(\/[^ ;:,"]*)?|config\.yaml|mcp_servers\.yaml|prompts[^ ;:,"]*|IMAGE_\w+|new/g;
  const plain = withoutPlaces(reason)
    .replace(/"[^"]*"/g, "Q")
    .replace(paths, "P")
    .replace(/\d+/g, "N");
  return `${kind} ${plain}`;
}

/** Why an answer to a case of the corpus is wrong; nothing where it is right. */
export function wrongIn({ never, shown }: CorpusCase, { verdict, view }: Answer): string | undefined {
  if (verdict === never) return `it is called ${verdict}`;
  if (!shown || !view) return undefined;
  const ours = view.entries.map(factOfOurs);
  return ours.join("\n") === shown.join("\n") ? undefined : `it shows ${ours.join(", ")}`;
}

/** The first case of a corpus that is answered wrongly, or not at all. */
export async function firstWrong(
  subject: Subject,
  corpus: readonly CorpusCase[],
): Promise<string | undefined> {
  for (const each of corpus) {
    const reason = await subject.answer(each.made).then(
      (answer) => wrongIn(each, answer),
      (fault: unknown) => String(fault),
    );
    if (reason) return `${each.name}: ${reason}`;
  }
  return undefined;
}
