/** A row of `agent_type_config` or `mcp_server` as any writer might send it, right or wrong, in bytes. */
export interface OddRow {
  readonly table: "agent_type_config" | "mcp_server";
  readonly key: Buffer;
  readonly value: Buffer;
}

const numbers = [
  ..."0 -0 1 -1 7 1.0 1.5 -2.25 1e5 1E-3 -0.0 0.000001 0.0000001 3.14159 123456789012345 1234567890123456".split(
    " ",
  ),
  ..."12345678901234567 9007199254740990 9007199254740991 9007199254740992 -9007199254740991 -9007199254740993".split(
    " ",
  ),
  ..."8999999999999999 900719925474099.1 0.123456789012345 0.1234567890123456 10.00000000000001 10.000000000000001".split(
    " ",
  ),
  ..."1e999999 100000000000000000000 0.00000 01 +1 .5 5. 1. 0x10 NaN Infinity - 1e 00 4e0".split(" "),
];
const strings = [
  ...[
    "a",
    "",
    "é",
    "日本",
    "😀",
    "\\u00e9",
    "\\n",
    '\\"',
    "\\\\",
    "\\/",
    '{\\"x\\":1}',
    "1e5",
    "[[[[",
    "x:1,2",
    ",0e1,",
  ],
  ...["\\u0000", "\\\\u0000", "\\\\\\u0000", "\\ud83d\\ude00", "\\uD83D\\uDE00\\uDE00", "\\ud800", "\\udc00"],
  ...[
    "\\ud83d\\\\ude00",
    "\\ud83d\\ud83d\\ude00",
    "\\u007f",
    "\u007f",
    "\u0085",
    "\u2028",
    "\ufffd",
    "\uffff",
  ],
  ...[
    "\t",
    "\\x41",
    "\\u12",
    "'",
    "\\U0000",
    "${SECRET:TOKEN_A}",
    "\\u0024{SECRET:B}",
    "${SECRET:}",
    "${SECRET:A",
  ],
  ...[
    "${SECRET:${SECRET:C}",
    "${SECRET:9x}",
    "${SECRET:a b}",
    "${SECRET:\\u0041B}",
    `\${SECRET:${"L".repeat(129)}}`,
  ],
];
const keys = [
  "a",
  "a",
  "b",
  "A",
  "\\u0061",
  "c\\u0000",
  "é",
  "e\u0301",
  "",
  "a.b",
  "[0]",
  '\\"',
  "type",
  "__proto__",
];
const words = ["true", "false", "null", "true", "null", "True", "nul", "'a'", "undefined"];
const notUtf8 = [
  "80",
  "c322",
  "e28241",
  "c080",
  "e08280",
  "eda080",
  "f0808080",
  "f4908080",
  "ff",
  "e282",
  "c3a9c3",
];
const depths = [3, 30, 62, 63, 64, 65, 100, 900, 1100, 3000];

/** Makes rows from a source of numbers: the same rows from the same source. */
export class RandomValues {
  readonly #random: (below: number) => number;

  constructor(random: (below: number) => number) {
    this.#random = random;
  }

  row(index: number): OddRow {
    const table = this.#one(3) ? "mcp_server" : "agent_type_config";
    const inner = this.#value(0);
    const value =
      table === "mcp_server"
        ? `{"type":"stdio","command":"c","env":{"A":${inner}},"${this.#pick(keys)}":1}`
        : inner;
    return { table, key: this.#key(index), value: this.#bytes(value) };
  }

  #key(index: number): Buffer {
    const odd = [
      ..."\u0000\u0001\n\u007f",
      "é",
      "😀",
      "İ",
      "k".repeat(250),
      "日".repeat(251),
      "日".repeat(256),
    ];
    return this.#bytes(`${index}${this.#one(8) ? this.#pick(odd) : ""}`);
  }

  /** Now and then with bytes in it that are no text. */
  #bytes(text: string): Buffer {
    const bytes = Buffer.from(text);
    if (!this.#one(40)) return bytes;
    const at = this.#random(bytes.length + 1);
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(this.#pick(notUtf8), "hex"),
      bytes.subarray(at),
    ]);
  }

  #value(depth: number): string {
    const some = (make: () => string) => Array.from({ length: this.#random(4) }, make);
    switch (this.#random(depth > 3 ? 4 : 7)) {
      case 0:
      case 1:
        return `"${some(() => this.#pick(strings)).join("")}"`;
      case 2:
        return this.#pick(numbers);
      case 3:
        return this.#pick(words);
      case 4:
        return `[${this.#space()}${some(() => this.#value(depth + 1)).join(`,${this.#space()}`)}${this.#one(25) ? "," : ""}]`;
      case 5:
        return `{${some(() => `${this.#name()}:${this.#space()}${this.#value(depth + 1)}`).join(",")}${this.#one(40) ? "/*c*/" : ""}}`;
      default: {
        const levels = this.#pick(depths);
        const inner = this.#value(5);
        if (!this.#one(12)) return `[${this.#space()}${inner}]`;
        return this.#one(2)
          ? `${"[".repeat(levels)}${inner}${"]".repeat(levels)}`
          : `${'{"a":'.repeat(levels)}${inner}${"}".repeat(levels)}`;
      }
    }
  }

  #name(): string {
    return this.#one(25) ? "k" : `"${this.#pick(keys)}"`;
  }

  #space(): string {
    return this.#one(8) ? this.#pick([" ", "\t", "  ", " ", "\n", "\r"]) : "";
  }

  #one(of: number): boolean {
    return this.#random(of) === 0;
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#random(items.length)] as Item;
  }
}
