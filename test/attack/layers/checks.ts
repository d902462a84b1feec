import { globSync, readFileSync } from "node:fs";

const src = new URL("../../../src/", import.meta.url).pathname;

/** One check of the layer reader, and how to switch it off: by a change of the text, and by nothing in the code itself. */
export interface Check {
  /** The file and what the check says. */
  readonly name: string;
  /** Below `src/`. */
  readonly file: string;
  /** Where in the file the change is, and what is there and then. */
  readonly at: number;
  readonly text: string;
  readonly instead: string;
  /** Whether it is a throw, which matters to what reaches it and to nothing else. */
  readonly isThrow: boolean;
}

/** Faults that an image's layers cause. */
const thrown =
  /\bthrow (?=(?:invalid|ambiguousLayer|mismatch|damaged|unknown|place\.invalid|this\.#\w+(?:\.invalid)?)\()/g;
const files = ["tar/*.ts", "image/layer/*.ts", "image/view/*.ts"];

/** Checks that are no throw: what they are about, where, the text that stands there once, and what then does. */
const others: readonly (readonly [name: string, file: string, text: string, instead: string])[] = [
  [
    "a global header takes back what was said about the next entry",
    "tar/tar-parser.ts",
    "    this.#pending = {};\n    this.#handler(globalHeader(",
    "    this.#handler(globalHeader(",
  ],
  [
    "GNU's magic with a prefix",
    "tar/tar-header.ts",
    'format === "gnu" && [345, 357]',
    'format === "star" && [345, 357]',
  ],
  [
    "star has a shorter prefix",
    "tar/tar-header.ts",
    "readBytes(block, 345, 131)",
    "readBytes(block, 345, 155)",
  ],
  [
    "empty long names say nothing",
    "tar/tar-header.ts",
    'pending.name || pax.get("path") || raw.name',
    'pending.name ?? (pax.get("path") || raw.name)',
  ],
  [
    "names that are no UTF-8 stay apart",
    "tar/tar-fields.ts",
    "(byte < 0x80 ? byte : 0xdc00 + byte)",
    "(byte < 0x80 ? byte : 0xfffd)",
  ],
  [
    "who may pass a directory",
    "image/view/access.ts",
    "for (const gate of gates) {",
    "for (const gate of [] as typeof gates) {",
  ],
  [
    "for a user who is not root, every layer is read",
    "image/view/container-view.ts",
    "everyLayer: !isRoot",
    "everyLayer: false",
  ],
  [
    "a lower layer may have a link that some engines write through",
    "image/view/layers-read.ts",
    "return !this.#isComplete && !isSettled;",
    "return false;",
  ],
  [
    "links elsewhere that lead to the destination",
    "image/view/layer-links.ts",
    "leading.push(path)",
    "leading.slice()",
  ],
  [
    "links that a later layer takes out of sight",
    "image/view/layer-stack.ts",
    "for (const link of links) checkCrossed(link, this.#layers);",
    "",
  ],
  [
    "a directory whose name starts with a slash in one layer only",
    "image/view/directory-facts.ts",
    "spellings.size > 1",
    "spellings.size > 9",
  ],
  [
    "attributes that grant something",
    "tree/compare.ts",
    "entry.attributes && entry.attributes.length > 0",
    "entry.attributes && entry.attributes.length > 99",
  ],
];

/**
 * Checks that no case of the fuzz can be about, each with the reason; the text tells which throw it is, and stands behind
 * exactly one.
 */
const exempt: readonly (readonly [text: string, reason: string])[] = [
  ["it is over 64 GiB when uncompressed", "a bound, which a fuzz cannot reach"],
  ["this.#text.length > maxMapBytes", "a bound: without it, the end of the body is reached"],
  ["it has more than ${most} links", "a bound, which a fuzz cannot reach"],
  ["it has more than ${most} entries where", "a bound, which a fuzz cannot reach"],
  ["leads through too many links", "a bound, which a fuzz cannot reach"],
  ["leads out of the image", "not of the layer reader: names within an archive of images"],
  ["it starts with a skippable zstd frame", "without it the blob is read as an archive, and is none"],
  ["it is compressed with", "without it the blob is read as an archive, and is none"],
  ["it starts as gzip does, and has no method", "without it the decompressor refuses the method"],
  ["has a block of a reserved type", "without it the decompressor refuses the block"],
  [
    'zstd.ts throw invalid(place, "a layer\'s compression is damaged"',
    "without it the frame is read as a large one is, and refused there",
  ],
  ["a sparse entry of an unknown format", "without it the entry is refused as one of no known kind"],
  ["is an entry of a kind that no engine unpacks", "who refuses an image shows nothing else (ADR 14)"],
  ["the name of an entry that is no directory", "who refuses an image shows nothing else (ADR 14)"],
  ["is a hard link to a directory", "who refuses an image shows nothing else (ADR 14)"],
];

/** Every throw of the layer reader but the exempt ones, and the checks that are none. */
export function allChecks(): Check[] {
  const sources = files.flatMap((pattern) => globSync(pattern, { cwd: src }).sort());
  const throws = sources.flatMap((file) => throwsIn(file, readFileSync(`${src}${file}`, "utf8")));
  const isExempt = (check: Check & { said: string }) => exempt.some(([text]) => check.said.includes(text));
  for (const [text] of exempt) {
    const { length } = throws.filter(({ said }) => said.includes(text));
    if (length !== 1) throw new Error(`${length} throws say: ${text}`);
  }
  return [...throws.filter((check) => !isExempt(check)), ...others.map(asCheck)];
}

function throwsIn(file: string, source: string): (Check & { said: string })[] {
  return [...source.matchAll(thrown)].map(({ index }) => {
    const start = source.lastIndexOf("\n", index);
    const said = `${file}${source.slice(start, source.indexOf(";\n", index)).replace(/\s+/g, " ")}`;
    const [, message = said] = /[`"]([^`"]{10,})/.exec(said) ?? [];
    const line = source.slice(0, index).split("\n").length;
    return {
      name: `${file}:${line} ${message}`,
      file,
      at: index,
      text: "throw ",
      instead: "void ",
      isThrow: true,
      said,
    };
  });
}

function asCheck([name, file, text, instead]: (typeof others)[number]): Check {
  const [before = "", ...after] = readFileSync(`${src}${file}`, "utf8").split(text);
  if (after.length !== 1) throw new Error(`${file} has ${after.length} times: ${text}`);
  return { name: `${file} ${name}`, file, at: before.length, text, instead, isThrow: false };
}
