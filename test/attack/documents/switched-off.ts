import type { Alteration } from "../../altered-source.ts";

/** One check of ours, and how the source is without it. */
export interface SwitchedOff extends Alteration {
  readonly name: string;
}

const json = "image/document/read-json.ts";
const spelling = "image/document/spelling.ts";
const fields = "image/document/fields.ts";
const config = "image/document/config-schema.ts";
const manifest = "image/document/manifest-schema.ts";
const platform = "image/platform.ts";

/** Every check of the documents' readers that another program's reading bears out. */
export const switchedOff: readonly SwitchedOff[] = [
  { name: "a key that stands twice", file: json, from: "Object.hasOwn(value, key) ||", to: "" },
  { name: "the key __proto__", file: json, from: '|| key === "__proto__")', to: ")" },
  { name: "data after the value", file: json, from: "this.#at < this.#text.length", to: "false" },
  { name: "bytes that are not UTF-8", file: json, from: "fatal: true", to: "fatal: false" },
  { name: "a byte order mark", file: json, from: "ignoreBOM: true", to: "ignoreBOM: false" },
  { name: "half a surrogate pair", file: json, from: "!value.isWellFormed()", to: "false" },
  { name: "whole numbers in other forms", file: json, from: "String(value) !== literal", to: "false" },
  { name: "numbers without end", file: json, from: "!Number.isFinite(value) ||", to: "" },
  { name: "the depth", file: json, from: "depth > maxDepth", to: "false" },
  { name: "other white space", file: json, from: "[ \\t\\n\\r]", to: "\\s" },
  { name: "zeros before a number", file: json, from: "(?:0|[1-9][0-9]*)", to: "[0-9]+" },
  { name: "another spelling of a key", file: spelling, from: "spelling !== key", to: "false" },
  {
    name: "Unicode in a spelling",
    file: spelling,
    from: "key.toLowerCase().toUpperCase().toLowerCase()",
    to: "key.replace(/[A-Z]/g, (letter) => letter.toLowerCase())",
  },
  { name: "spellings below an array", file: spelling, from: 'case "array":', to: 'case "tuple":' },
  {
    name: "spellings below what may be left out",
    file: spelling,
    from: 'case "optional":',
    to: 'case "tuple":',
  },
  { name: "spellings below what may be null", file: spelling, from: 'case "nullable":', to: 'case "tuple":' },
  { name: "spellings in a descriptor", file: spelling, from: 'case "pipe":', to: 'case "tuple":' },
  {
    name: "a digest's form",
    file: fields,
    from: 'typeof value === "string" && isDigest(value)',
    to: 'typeof value === "string"',
  },
  { name: "lists of text", file: fields, from: "z.array(z.string()).nullish()", to: "z.unknown()" },
  {
    name: "maps of text",
    file: fields,
    from: "z.record(z.string(), z.string()).nullish()",
    to: "z.unknown()",
  },
  { name: "moments", file: fields, from: ".refine(isMoment", to: ".refine(() => true" },
  { name: "days that a month lacks", file: fields, from: "day >= 1 && day <= last", to: "day >= 1" },
  { name: "content in a descriptor", file: fields, from: "!data || isContentOf(data, named)", to: "true" },
  { name: "one form of base64", file: fields, from: "return isCanonical && ", to: "return " },
  { name: "whole sizes", file: fields, from: "size: z.int().nonnegative()", to: "size: z.any()" },
  {
    name: "the schema's version",
    file: manifest,
    from: "schemaVersion: z.literal(2)",
    to: "schemaVersion: z.any()",
  },
  { name: "the layers of schema 1", file: manifest, from: "fsLayers: alien,", to: "" },
  {
    name: "the media type's type",
    file: manifest,
    from: "mediaType: z.string().exactOptional()",
    to: "mediaType: z.any()",
  },
  { name: "the user", file: config, from: "User: nullableText,", to: "" },
  { name: "volumes", file: config, from: "Volumes: set,", to: "" },
  { name: "the command", file: config, from: "Cmd: texts,", to: "" },
  { name: "the environment", file: config, from: "Env: texts,", to: "" },
  { name: "flags", file: config, from: "z.boolean().nullish()", to: "z.unknown()" },
  { name: "whole numbers", file: config, from: "z.int().nullish()", to: "z.unknown()" },
  {
    name: "sets",
    file: config,
    from: "z.record(z.string(), z.looseObject({}).nullable()).nullish()",
    to: "z.unknown()",
  },
  {
    name: "the list of layers",
    file: config,
    from: "diff_ids: z.array(digest)",
    to: "diff_ids: z.array(z.any())",
  },
  { name: "an image that is an index, too", file: manifest, from: "manifests: alien,", to: "" },
  { name: "an index that is an image, too", file: manifest, from: "layers: alien,", to: "" },
  { name: "x86_64", file: platform, from: 'case "x86_64":', to: "" },
  { name: "x86-64", file: platform, from: 'case "x86-64":', to: "" },
  { name: "aarch64", file: platform, from: 'case "aarch64":', to: "" },
  { name: "i386", file: platform, from: 'case "i386":', to: 'case "i387":' },
  {
    name: "armhf",
    file: platform,
    from: 'return ["arm", "v7"];\n    case',
    to: 'return ["armhf", "v7"];\n    case',
  },
  { name: "amd64/v1", file: platform, from: 'variant === "v1" ? "" : variant', to: "variant" },
  {
    name: "arm without a variant",
    file: platform,
    from: 'if (variant === "") return ["arm", "v7"];',
    to: "",
  },
  { name: "macOS", file: platform, from: 'os === "macos" ? "darwin" : os', to: "os" },
  { name: "letter case of platforms", file: platform, from: "each.toLowerCase()", to: "each" },
  { name: "letters that Go lowers otherwise", file: platform, from: 'each === "\\u0130" ? "i" : ', to: "" },
  { name: "entries without a platform", file: platform, from: "...others, ...open]", to: "...others]" },
  { name: "what a machine falls back on", file: platform, from: "...others, ", to: "" },
  { name: "lower variants", file: platform, from: "[...exact, ...runs]", to: "exact" },
  {
    name: "any variant where none is asked for",
    file: platform,
    from: "wanted.variant === undefined ? own : ",
    to: "",
  },
  {
    name: "features that engines pass over",
    file: platform,
    from: '!platform?.["os.features"]?.length',
    to: "true",
  },
  {
    name: "platforms as they are spelled",
    file: platform,
    from: "platform?.os === os && platform.architecture === architecture && ",
    to: "",
  },
];
