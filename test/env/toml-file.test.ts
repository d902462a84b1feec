import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { TomlFile } from "../../src/env/toml-file.ts";

const open = (text: string) => TomlFile.parse(Buffer.from(text), "config.toml");
const textOf = (file: { bytes(): Buffer }) => file.bytes().toString("utf8");
const servers = { docs: { command: "node", args: ["-e", "1"], env: { A: 'a "b" \\ é' } } };

describe("a TOML file that others write, too", () => {
  test("gets our table behind what is there, and gives it up again with the rest as it was", () => {
    const text = '# mine\nmodel = "x" # why\n\n[tui]\ntheme = "dark"\n';
    const edited = open(text).with("mcp_servers", servers);
    expect(textOf(edited)).toBe(
      `${text}\n[mcp_servers.docs]\ncommand = "node"\nargs = [ "-e", "1" ]\n\n[mcp_servers.docs.env]\nA = "a \\"b\\" \\\\ é"\n`,
    );
    expect(textOf(edited.with("mcp_servers", undefined)).trimEnd()).toBe(text.trimEnd());
  });

  test("keeps comments, line ends and byte order mark, and takes our tables out wherever they stand", () => {
    const text =
      "\ufeff# one\r\n[mcp_servers.a] # ours\r\ncommand = 'x'\r\n# between\r\n[z]\r\nq.w = 1\r\n[mcp_servers.\"b c\".env]\r\nK = 'v'\r\n";
    const edited = open(text).with("mcp_servers", undefined);
    expect(textOf(edited)).toBe("\ufeff# one\r\n# between\r\n[z]\r\nq.w = 1\r\n");
    expect(textOf(edited.with("mcp_servers", { n: { command: "y" } }))).toBe(
      '\ufeff# one\r\n# between\r\n[z]\r\nq.w = 1\r\n\r\n[mcp_servers.n]\r\ncommand = "y"\r\n',
    );
  });

  test("puts a key of the root before the first table, and changes the value of one that is there", () => {
    expect(textOf(open("[a]\nb = 1\n").with("model", "m"))).toBe('model = "m"\n[a]\nb = 1\n');
    expect(textOf(open("x = 1\n# c\n[a]\n").with("model", "m"))).toBe('x = 1\nmodel = "m"\n# c\n[a]\n');
    expect(textOf(open("model   =  'old' # keep\n").with("model", "m"))).toBe('model   =  "m" # keep\n');
    expect(textOf(open("x = 1").with("model", "m"))).toBe('x = 1\nmodel = "m"\n');
  });

  test.each([
    ['mcp_servers = { a = { command = "x" } }\nother = 1\n', "other = 1\n"],
    ['mcp_servers.a.command = "x"\nother = 1\nmcp_servers.a.args = [\n "]", # ]\n]\n', "other = 1\n"],
    ["[[mcp_servers.a.list]]\nx = 1\n[[mcp_servers.a.list]]\nx = 2\n[other]\n", "[other]\n"],
    ['["mcp_servers".a]\ncommand = """\n[other]\nmodel = 1\n"""\n[\'mcp_servers\'.b]\nx = 1\n[o]\n', "[o]\n"],
    ["[ mcp_servers . \"a.b\" ]\ncommand = '''x''''\n", ""],
    ['["mcp\\u005fservers".a]\ncommand = "x"\n[o]\n', "[o]\n"],
  ])("finds our keys however they are written: %j", (text, left) => {
    expect(textOf(open(text).with("mcp_servers", undefined))).toBe(left);
    const put = open(text).with("mcp_servers", servers);
    expect(put.value("mcp_servers")).toEqual(servers);
  });

  describe("of which one value in a table is ours", () => {
    const key = "policy.set.NAME";

    test("gets a table of its own behind what is there, and gives it up again", () => {
      const text = '# mine\nmodel = "x"\n\n[tui]\ntheme = "dark"\n';
      const edited = open(text).with(key, 'no "rth"');
      expect(textOf(edited)).toBe(`${text}\n[policy.set]\nNAME = "no \\"rth\\""\n`);
      expect(edited.value(key)).toBe('no "rth"');
      expect(edited.count(key)).toBe(1);
      const left = edited.with(key, undefined);
      expect(textOf(left).trimEnd()).toBe(text.trimEnd());
      expect(left.count(key)).toBe(0);
      expect(textOf(open("").with(key, "a"))).toBe('[policy.set]\nNAME = "a"\n');
    });

    test.each([
      ['[policy.set]\nA = "1" # a\n\n[z]\nq = 1', '[policy.set]\nA = "1" # a\nNAME = "n"\n\n[z]\nq = 1'],
      ['[policy.set]\r\nA = "1"', '[policy.set]\r\nA = "1"\r\nNAME = "n"\r\n'],
      ['[policy]\ninherit = "all"\n', '[policy]\ninherit = "all"\n\n[policy.set]\nNAME = "n"\n'],
      ["[policy.set]\nNAME = 'old' # keep\nB = 1\n", '[policy.set]\nNAME = "n" # keep\nB = 1\n'],
      ["[policy]\nset.NAME = 'old'\n", '[policy]\nset.NAME = "n"\n'],
      ["policy.set.'NAME' = 'old'\n[z]\n", "policy.set.'NAME' = \"n\"\n[z]\n"],
    ])("beside others: %j", (text, expected) => {
      const edited = open(text).with(key, "n");
      expect(textOf(edited)).toBe(expected);
      expect(edited.with(key, undefined).value(key)).toBe(undefined);
    });

    test("leaves others in the table, and their table where it was never ours alone", () => {
      expect(textOf(open('[policy.set]\nNAME = "a"\nB = "b"\n').with(key, undefined))).toBe(
        '[policy.set]\nB = "b"\n',
      );
      expect(textOf(open("[policy.set]\n# why\n").with(key, undefined))).toBe("[policy.set]\n# why\n");
    });

    test.each(['policy = { set = { B = "b" } }\n', '[policy]\nset = { NAME = "x" }\n', "policy = 3\n"])(
      "refuses what it cannot edit, and the file stays: %j",
      (text) => {
        expect(() => open(text).with(key, "n")).toThrow(
          expect.objectContaining({ code: "ENV_FILE_INVALID" }),
        );
      },
    );
  });

  test.each(["a = \n", "a = 1\na = 2\n", "[a]\n[a]\n", "a = 'secret-value\n"])(
    "refuses %j and shows nothing of it",
    (text) => {
      expect(() => open(text)).toThrow(expect.objectContaining({ code: "ENV_FILE_INVALID" }));
      expect(() => open(text)).not.toThrow(/secret-value/);
    },
  );

  test("is not UTF-8: refused", () => {
    expect(() => TomlFile.parse(Buffer.from([0xff, 0x41]), "config.toml")).toThrow(/UTF-8/);
  });

  test("changes nothing but our keys, whatever the file looks like", () => {
    const random = randomOf(20_261_121);
    let edited = 0;
    for (let round = 0; round < 3000; round++) {
      const text = randomToml(random);
      let before: Record<string, unknown>;
      try {
        before = parse(text, { integersAsBigInt: "asNeeded" });
      } catch {
        continue;
      }
      edited++;
      const value = pick(random, [
        undefined,
        {},
        servers,
        { a: { url: "http://x" }, "b.c": { command: "" } },
      ]);
      const key = pick(random, ["mcp_servers", "model"]);
      const wanted = key === "model" ? pick(random, [undefined, "m"]) : value;
      const after = textOf(open(text).with(key, wanted));
      const { [key]: _, ...others } = before;
      const { [key]: now, ...left } = parse(after, { integersAsBigInt: "asNeeded" });
      expect(left, text).toEqual(others);
      expect(now, text).toEqual(wanted);
      for (const line of foreignLines(text)) expect(after, text).toContain(line);
    }
    // Most of what chance writes is no TOML, and says nothing.
    expect(edited).toBeGreaterThan(400);
  });
});

/** Lines that are marked as somebody else's: each stands in the result as it is. */
function foreignLines(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line.includes("# foreign"));
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function pick<Value>(random: () => number, from: readonly Value[]): Value {
  return from[Math.floor(random() * from.length)] as Value;
}

function randomToml(random: () => number): string {
  const end = pick(random, ["\n", "\n", "\r\n"]);
  const names = [
    "mcp_servers",
    '"mcp_servers"',
    "'mcp_servers'",
    "model",
    "tui",
    '"a.b"',
    "x",
    "mcp_servers_",
    '"mod\\u0065l"',
  ];
  const values = [
    '"s"',
    "'[mcp_servers]'",
    `"""${end}[mcp_servers.a]${end}model = 1 """`,
    "'''x''''",
    '"""q"""""',
    "[1, [2, '#'], # c\n ]",
    "{ a = 1, b.c = '}' }",
    "1_000",
    "0x1F",
    "9223372036854775807",
    "nan",
    "-inf",
    "1979-05-27T07:32:00Z",
    "07:32:00",
    "true",
    '"\\"#\\\\"',
    "[{ a = [] }, { b = {} }]",
  ];
  const key = () =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, names)).join(
      pick(random, [".", " . "]),
    );
  const lines = Array.from({ length: Math.floor(random() * 9) }, () => {
    const foreign = random() < 0.3 ? "# foreign" : "";
    const roll = random();
    if (roll < 0.2) return foreign;
    if (roll < 0.4) return `${pick(random, ["", "  "])}[${key()}]`;
    if (roll < 0.5) return `[[${key()}]]`;
    return `${key()}${pick(random, ["=", " = "])}${pick(random, values)} ${random() < 0.2 ? "# c" : ""}`;
  });
  return lines.join(end) + pick(random, ["", end]);
}
