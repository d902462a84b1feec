import { describe, expect, test } from "vitest";
import { operatorKeys } from "../../src/project/changes-schema.ts";
import { adds, judge, places } from "./sample-facts.ts";

const onLineTwo = (path: string, line: string) =>
  judge("forbidden-env", {}, { files: [adds(path, `# first\n${line}`)] });

describe("forbidden-env does not hold for", () => {
  test.each(operatorKeys.map((key) => key.replace("*_TOKEN", "_TOKEN").replace("_*", "_X")))(
    "an env file with %s",
    async (name) => {
      const { verdict, findings } = await onLineTwo("tenant.env", `${name}=1`);
      expect(verdict).toBe("drift");
      expect(places(findings)).toEqual(["CHANGE_FORBIDDEN_ENV tenant.env:2"]);
    },
  );

  test.each([
    ["an exported variable", "run.sh", "export GITHUB_TOKEN"],
    ["a second command of a line", "run.sh", "cd x && export AWS_REGION=eu"],
    ["a line that is echoed", "run.sh", 'echo "GITHUB_TOKEN=$T" >> "$ENV_FILE"'],
    ["an option of docker", "run.sh", "docker run -e GH_TOKEN image"],
    ["an option of docker in a row", "agents.json", '  "args": ["run", "-e", "GH_TOKEN", "image"],'],
    ["a row", "config/rows.json", '  "env": {"ADMIN_TOKEN": "x"}'],
    ["a row of names", "config/rows.json", '  {"name": "CP_ADMIN_KEY", "value": "x"}'],
    ["a mapping", "agents/a.yaml", "  GITEA_TOKEN: ${SECRET:X}"],
    ["a quoted key", "agents/a.yaml", '  "GITEA_TOKEN" : x'],
    ["a key of its own line", "agents/a.yaml", "  ? GITEA_TOKEN"],
    ["a name and a value", "agents/a.yaml", "  - name: HETZNER_KEY"],
    ["a name to hand on", "compose.yaml", "      - RAILWAY_TOKEN"],
    ["an instruction", "Dockerfile", "ENV INFISICAL_URL x"],
    ["an argument of a build", "Dockerfile", "arg PROVISION_SHARED_SECRET"],
    ["TOML", "config.toml", 'SECRETS_ENCRYPTION_KEY = "x"'],
    ["a program", "src/a.ts", "process.env.GITHUB_TOKEN = token;"],
    ["a program with an index", "src/a.ts", 'env["GITHUB_TOKEN"] ??= token;'],
    ["a property", "src/a.ts", "const env = { ...process.env, GITHUB_TOKEN: token };"],
    ["a property by its short name", "src/a.ts", "spawn(x, { env: { ...process.env, GITHUB_TOKEN } });"],
    ["a call", "a.py", 'os.environ.setdefault("GITHUB_TOKEN", t)'],
    ["another call", "a.go", 'os.Setenv("GITHUB_TOKEN", t)'],
    ["an entry", "src/a.ts", 'new Map([["GITHUB_TOKEN", t]])'],
    ["a default of a shell", "run.sh", ": ${GITHUB_TOKEN:=x}"],
    ["a longer name of a family", "a.env", "GITHUB_ENTERPRISE_TOKEN=x"],
    ["an escaped key", "a.json", '{"GITHUB\\u005fTOKEN": 1}'],
    ["an escaped key in hexadecimal", "a.yaml", '"\\x47ITHUB_TOKEN": 1'],
    ["a name of two strings", "a.ts", 'env["GITHUB_" + "TOKEN"] = x'],
    ["a name with empty quotes", "a.sh", 'export GITHUB_""TOKEN=x'],
    ["a name with a backslash", "a.sh", "env GITHUB\\_TOKEN=x sh"],
    ["CRLF", "a.env", "GITHUB_TOKEN=x\r"],
    ["a line end that YAML alone knows", "a.yaml", "a: 1\u0085GITHUB_TOKEN: x"],
    ["a carriage return alone", "a.yaml", "# fine\rGITHUB_TOKEN: x"],
    ["two bytes a letter", "a.env", [..."GITHUB_TOKEN=x"].join("\0")],
    ["a very long line", "a.json", `{"a": "${"x".repeat(60_000)}", "GITHUB_TOKEN": 1}`],
  ])("%s", async (_, path, line) => {
    const { verdict, findings } = await onLineTwo(path, line);
    expect(verdict).toBe("drift");
    expect(places(findings)).toEqual([`CHANGE_FORBIDDEN_ENV ${path}:2`]);
  });

  test("a name that goes on in the next line", async () => {
    const { findings } = await judge(
      "forbidden-env",
      {},
      { files: [adds("a.sh", "export GITHUB_\\\nTOKEN=x")] },
    );
    expect(places(findings)).toEqual(["CHANGE_FORBIDDEN_ENV a.sh:1"]);
  });
});

describe("forbidden-env holds for", () => {
  test.each([
    ["a read", "src/a.ts", "if (process.env.GITHUB_TOKEN) use(process.env.GITHUB_TOKEN);"],
    ["a constant", "src/a.ts", "const GITHUB_TOKEN = process.env.GITHUB_TOKEN;"],
    ["a comparison", "src/a.ts", 'if (name === "GITHUB_TOKEN" || GITHUB_TOKEN == x) {}'],
    ["a destructured read", "src/a.ts", "const { GITHUB_TOKEN, A } = process.env;"],
    ["a test of a shell", "a.sh", 'if [ "$GITHUB_TOKEN" = "" ]; then'],
    ["a default without a write", "a.sh", 'curl "${GITHUB_TOKEN:-none}"'],
    ["a comment", "a.env", "# GITHUB_TOKEN=x"],
    ["another variable", "a.env", "MY_GITHUB_TOKENS=1"],
    ["a page", "docs/a.md", "GITHUB_TOKEN=x"],
    ["a job's own environment", ".gitea/workflows/ci.yml", "  GITHUB_TOKEN: x"],
  ])("%s", async (_, path, line) => {
    expect((await onLineTwo(path, line)).findings).toEqual([]);
  });

  test("a line that is removed", async () => {
    const file = { path: "a.env", kind: "deleted", added: [] } as const;
    expect((await judge("forbidden-env", {}, { files: [file] })).verdict).toBe("clean");
  });

  test("a name that is allowed", async () => {
    const of = { forbiddenEnv: { allow: ["AWS_REGION"] } };
    const files = [adds("a.env", "AWS_REGION=eu\nAWS_KEY=x")];
    expect(places((await judge("forbidden-env", of, { files })).findings)).toEqual([
      "CHANGE_FORBIDDEN_ENV a.env:2",
    ]);
  });
});

describe("forbidden-env cannot be verified for", () => {
  test.each([
    ["a file whose lines are not known", { added: undefined }],
    ["a link", { special: "symlink" as const }],
    ["a submodule", { special: "submodule" as const }],
  ])("%s", async (_, more) => {
    const { verdict, findings } = await judge("forbidden-env", {}, { files: [adds("x", "text", more)] });
    expect(verdict).toBe("unverified");
    expect(places(findings)).toEqual(["CHANGE_UNREAD x"]);
  });
});

test("the list of names is configuration", async () => {
  const files = [adds("a.env", "GITHUB_TOKEN=x\nMY_KEY=x")];
  const { findings } = await judge("forbidden-env", { forbiddenEnv: { keys: ["MY_*"] } }, { files });
  expect(places(findings)).toEqual(["CHANGE_FORBIDDEN_ENV a.env:2"]);
});
