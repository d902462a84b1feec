import { expect, test } from "vitest";
import { copyFleet } from "./fleet.ts";
import { identikit } from "./identikit.ts";

/** Rows of a hand that wrote values where placeholders belong; `kept` is what a reader still sees of them. */
const rows = [
  {
    table: "mcp_server",
    key: "local",
    value: {
      type: "stdio",
      command: "run-kept",
      args: [
        ...["--header", "Authorization: Bearer canary-1", "--pass=canary-2", "-p", "canary-3"],
        ...["TOKEN=canary-4", "--endpoint", "https://ann:canary-5@args.example/kept?key=canary-6"],
      ],
      env: { ANY: "canary-7", A_TOKEN: "canary-8" },
    },
    kept: ["run-kept", "args.example/kept"],
  },
  {
    table: "mcp_server",
    key: "remote",
    value: {
      type: "http",
      url: "https://ann:canary-9@mcp.example/kept?key=canary-10#canary-11",
      headersHelper: "print-headers canary-12",
      headers: { "X-Whatever": "canary-13" },
    },
    kept: ["mcp.example/kept"],
  },
  {
    table: "plugin_marketplace",
    key: "aside",
    value: { source: { source: "git", url: "https://ann:canary-14@git.example/kept.git" } },
    kept: ["git.example/kept.git"],
  },
] as const;

const kept = rows.flatMap((row) => row.kept);

test("no command that shows rows shows a literal in an argument, a header, a helper or a URL", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  const printed: { what: string; text: string }[] = [];
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await identikit(args, at);
    printed.push({ what: args.join(" "), text: stdout + stderr });
    return { code, stdout, stderr };
  };
  expect((await run("config", "sync")).code).toBe(0);
  for (const { table, key, value } of rows) {
    const { code, stderr } = await run("config", "set", table, key, JSON.stringify(value), "--literal");
    expect(code, `${key}\n${stderr.replaceAll("canary", "…")}`).toBe(0);
  }
  const shown = await run("config", "show", "concierge", "--json");
  await run("config", "show", "concierge", "--verbose");
  const listed = await run("config", "list", "--json");
  await run("config", "list");
  expect((await run("config", "export", "--to", "fleet.bundle")).code).toBe(0);

  const fresh = ["--database", "there.db"];
  const dry = await run("config", "import", "fleet.bundle", "--dry-run", "--json", ...fresh);
  const planned = await run("config", "plan", "fleet.bundle", "--json", ...fresh);
  const created = await run("config", "import", "fleet.bundle", "--json", ...fresh);
  await run("config", "import", "fleet.bundle", "--verbose", "--database", "yonder.db");
  expect(JSON.parse(created.stdout).counts.create).toBeGreaterThan(rows.length);
  for (const [what, { stdout }] of Object.entries({ shown, listed, dry, planned, created }))
    for (const word of kept) expect(stdout, what).toContain(word);

  // What was there before is shown by a change and by a deletion as well.
  for (const { table, key } of rows) expect((await run("config", "unset", table, key)).code).toBe(0);
  expect((await run("config", "export", "--to", "without.bundle")).code).toBe(0);
  const deleted = await run("config", "import", "without.bundle", "--prune", "--json", ...fresh);
  expect(JSON.parse(deleted.stdout).counts.delete).toBe(rows.length);
  for (const word of kept) expect(deleted.stdout).toContain(word);
  await run("config", "history", "--json");

  for (const { what, text } of printed)
    expect(text.match(/canary-\d+/g), what.replace(/ \{.*/, "")).toBeNull();
});
