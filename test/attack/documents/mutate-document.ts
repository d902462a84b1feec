import {
  bytesOf,
  containersOf,
  copyOf,
  type DocumentNode,
  type Member,
  nodeOf,
  quoted,
} from "./document-node.ts";
import { digestOf, pick, type Random } from "./sample-documents.ts";

type ObjectNode = Extract<DocumentNode, { kind: "object" }>;
type Mutation = (node: DocumentNode, random: Random) => void;

/** Changes a document in one way, after which programs may read it differently, or not at all. */
export function mutate(node: DocumentNode, random: Random): void {
  pick(random, mutations)(node, random);
}

const mutations: readonly Mutation[] = [
  // Another spelling of a key, beside the key or in its place, with the same value or another.
  inObject((object, member, random) => {
    const spelled = { key: respelled(member.key, random), value: otherValue(member.value, random) };
    insert(object, spelled, random);
    if (random(3) === 0) object.members.splice(object.members.indexOf(member), 1);
  }),
  inObject((_, member, random) => {
    member.key = respelled(member.key, random);
  }),
  // The key twice, in the same letters or with an escape.
  inObject((object, member, random) => {
    const key = random(2) === 0 ? member.key : escaped(member.key, random);
    insert(object, { key, value: otherValue(member.value, random) }, random);
  }),
  inObject((_, member, random) => {
    member.key = escaped(member.key, random);
  }),
  inObject((object, member) => {
    object.members.splice(object.members.indexOf(member), 1);
  }),
  inObject((object, member, random) => {
    object.members.splice(object.members.indexOf(member), 1);
    insert(object, member, random);
  }),
  inObject((_, member, random) => {
    member.value = {
      kind: "text",
      text: pick(random, ["null", "{}", "[]", '""', "true", "0", '"x"', "[null]"]),
    };
  }),
  // All members behind a key that a JavaScript object takes for its prototype.
  inObject((object) => {
    const inner: DocumentNode = { kind: "object", members: [...object.members] };
    object.members.splice(0, object.members.length, { key: '"__proto__"', value: inner });
  }),
  (node, random) => addField(node, fieldsOnTop, random),
  (node, random) => {
    const run = containersOf(node).find(({ kind }, at) => kind === "object" && at > 0);
    if (run) addField(run, fieldsInside, random);
  },
  inScalar((text, random) => (/^-?\d/.test(text) ? pick(random, numbers)(text) : undefined)),
  inScalar((text, random) => (text.startsWith('"') ? respelledText(text, random) : undefined)),
  inScalar((text, random) => (/^"\d{4}-/.test(text) ? quoted(pick(random, moments)) : undefined)),
  inScalar((text, random) => {
    if (!/^"[A-Za-z0-9+/]*={0,2}"$/.test(text)) return undefined;
    return pick(random, [
      `"${text.slice(1, -1)}="`,
      text.replace(/=*"$/, '"'),
      '"e30="',
      '"e31="',
      '"====" ',
    ]);
  }),
  (node, random) => {
    const depth = pick(random, [3, 90, 101, 150, 10_100]);
    const text = "[".repeat(depth) + "]".repeat(depth);
    if (node.kind === "object") insert(node, { key: '"x-deep"', value: { kind: "text", text } }, random);
  },
];

type Field = readonly [key: string, value: unknown];

/** Fields of the outermost object of some document, in this spelling or that, and in another's place. */
const fieldsOnTop: readonly Field[] = [
  ...(["manifests", "Manifests", "layers", "LAYERS", "fsLayers", "history"] as const).map(
    (key): Field => [key, []],
  ),
  ...(["config", "Config", "rootfs", "annotations"] as const).map((key): Field => [key, {}]),
  ...(["OS", "variant", "created", "mediaType", "x-other"] as const).map((key): Field => [key, "x"]),
];

/** Fields of what a container runs with, and of what else stands first inside. */
const fieldsInside: readonly Field[] = [
  ...(["env", "Env", "cmd", "entrypoint", "onbuild", "urls"] as const).map((key): Field => [key, ["A=1"]]),
  ...(["user", "workingdir", "Env", "Cmd", "digest", "data"] as const).map((key): Field => [key, "x"]),
  ...(["volumes", "labels", "Volumes", "platform"] as const).map((key): Field => [key, { a: {} }]),
];

function addField(node: DocumentNode, fields: readonly Field[], random: Random): void {
  if (node.kind !== "object") return;
  const [key, value] = pick(random, fields);
  insert(node, { key: quoted(key), value: nodeOf(random(4) === 0 ? null : value) }, random);
}

/** Text that stands before or after a document, or in it anywhere. */
export function damage(bytes: Buffer, random: Random): Buffer {
  const at = random(bytes.length);
  switch (random(6)) {
    case 0:
      return Buffer.concat([
        Buffer.from(pick(random, ["\ufeff", "\u0000", "\f", "\u00a0", "//x\n", "/**/"])),
        bytes,
      ]);
    case 1:
      return Buffer.concat([
        bytes,
        Buffer.from(pick(random, ["{}", "x", "\u0000", "//x", ",", "]", "null", "\v"])),
      ]);
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256)]), bytes.subarray(at)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    default: {
      const copy = Buffer.from(bytes);
      copy[at] = random(256);
      return copy;
    }
  }
}

function inObject(change: (object: ObjectNode, member: Member, random: Random) => void): Mutation {
  return (node, random) => {
    const objects = containersOf(node).filter(
      (each): each is ObjectNode => each.kind === "object" && each.members.length > 0,
    );
    if (objects.length === 0) return;
    const object = pick(random, objects);
    change(object, pick(random, object.members), random);
  };
}

function inScalar(change: (text: string, random: Random) => string | undefined): Mutation {
  return (node, random) => {
    const scalars = containersOf(node)
      .flatMap((each) => (each.kind === "object" ? each.members.map(({ value }) => value) : each.items))
      .flatMap((each) => (each.kind === "text" && change(each.text, () => 0) !== undefined ? [each] : []));
    if (scalars.length === 0) return;
    const scalar = pick(random, scalars);
    scalar.text = change(scalar.text, random) ?? scalar.text;
  };
}

function insert(object: ObjectNode, member: Member, random: Random): void {
  object.members.splice(random(object.members.length + 1), 0, member);
}

function otherValue(value: DocumentNode, random: Random): DocumentNode {
  if (random(3) === 0) return copyOf(value);
  if (value.kind === "text" && value.text.startsWith('"sha256:')) return nodeOf(digestOf(random));
  if (value.kind === "text" && /^\d/.test(value.text)) return nodeOf(random(100));
  if (value.kind === "text") return nodeOf(pick(random, ["", "x", "1000"]));
  return value.kind === "array" ? { kind: "array", items: value.items.slice(1).map(copyOf) } : nodeOf({});
}

/** A key in letters that a program may take for the same: other case, the long s, the Kelvin sign. */
function respelled(key: string, random: Random): string {
  const text = Buffer.from(key, "latin1").toString();
  switch (random(5)) {
    case 0:
      return bytesOf(text.toUpperCase());
    case 1:
      return bytesOf(text.replace(/s/i, "ſ"));
    case 2:
      return bytesOf(text.replace(/k/i, "\u212a"));
    case 3:
      return bytesOf(text.toLowerCase());
    default: {
      const at = 1 + random(Math.max(1, text.length - 2));
      const letter = text[at] ?? "";
      const other = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
      return bytesOf(text.slice(0, at) + other + text.slice(at + 1));
    }
  }
}

/** A key with one of its characters escaped. */
function escaped(key: string, random: Random): string {
  const at = 1 + random(Math.max(1, key.length - 2));
  const code = key.charCodeAt(at);
  if (!/[A-Za-z0-9.]/.test(key[at] ?? "")) return key;
  return `${key.slice(0, at)}\\u${code.toString(16).padStart(4, "0")}${key.slice(at + 1)}`;
}

function respelledText(text: string, random: Random): string {
  const at = 1 + random(Math.max(1, text.length - 1));
  const bits = [
    ...[
      "\\ud800",
      "\\udc00\\ud800",
      "\\ud83d\\ude00",
      "\\u0000",
      "\\x",
      "\\u12",
      "\\/",
      "\\n",
      "\\\\",
      '\\"',
      '"',
    ],
    ...["\xff", "\xe2\x82", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\n", "\t", "\x7f", "\0", "a"],
  ];
  return `${text.slice(0, at)}${pick(random, bits)}${text.slice(at)}`;
}

const numbers: readonly ((text: string) => string)[] = [
  (text) => `${text}.0`,
  (text) => `${text}e0`,
  (text) => `${text}0e-1`,
  (text) => `-${text}`,
  (text) => `+${text}`,
  (text) => `0${text}`,
  (text) => `"${text}"`,
  (text) => `${text}.5`,
  (text) => `0${text}.5`,
  () => "-0",
  () => "1e2",
  () => "1E+2",
  () => "9007199254740993",
  () => "9223372036854775808",
  () => "1e400",
  () => "0x10",
  () => "NaN",
  () => "1.",
  () => ".5",
];

const moments: readonly string[] = [
  "2025-02-29T00:00:00Z",
  "1900-02-29T00:00:00Z",
  "2000-02-29T00:00:00Z",
  "2025-02-28t00:00:00z",
  "2025-01-01T24:00:00Z",
  "2025-01-01T00:00:60Z",
  "2025-01-01T00:00:00,5Z",
  "2025-01-01T00:00:00.Z",
  "2025-01-01T00:00:00+24:00",
  "2025-01-01T00:00:00-23:59",
  "2025-01-01T0:00:00Z",
  "2025-13-01T00:00:00Z",
  "2025-04-31T00:00:00Z",
  "0000-02-29T00:00:00Z",
  "2025-01-01 00:00:00Z",
  "2025-01-01T00:00:00",
  "2025-01-01",
  "",
];
