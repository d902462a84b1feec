import { expect, test } from "vitest";
import { readContents } from "../../src/template/contents/contents.ts";
import { promptText } from "../../src/template/contents/prompt.ts";
import { policyNamed, policyUnderLock } from "../../src/template/policy.ts";
import { readSettled } from "../../src/template/settle.ts";
import { FileTree } from "../../src/tree/file-tree.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

function treeOf(files: Files): FileTree {
  const list = Object.entries(files).map(([path, content]) => ({ path, bytes: Buffer.from(content) }));
  return FileTree.of(list, "the test");
}

/** What a policy lets through of a repository, read as a source reads it. */
function settled(files: Files, name = "assets/v2") {
  const all = treeOf(files);
  const read = (policy: ReturnType<typeof policyNamed>) => ({
    tree: all.select((path) => policy.admits(path)),
    leftOut: [...all].map(({ path }) => path).filter((path) => !policy.admits(path)),
  });
  return readSettled(policyNamed(name), read, "acme/role");
}

const soul = { "SOUL.md": "I am.", "AGENTS.md": "We are.", "TOOLS.md": "I use.", "README.md": "About." };

test("prompt_files is delivered in its order, and beats system-prompt.md and prompts/", async () => {
  const files = {
    ...soul,
    "config.yaml": "prompt_files: [SOUL.md, TOOLS.md, extra.md, ./AGENTS.md]\n",
    "system-prompt.md": "whole",
    "prompts/extra.md": "extra",
    "prompts/other.md": "other",
  };
  const { tree, leftOut } = await settled(files);
  const { prompt, problems } = readContents(tree, "acme/role");
  expect(problems).toEqual([]);
  expect(prompt.parts.map(({ path }) => path)).toEqual([
    "SOUL.md",
    "TOOLS.md",
    "prompts/extra.md",
    "AGENTS.md",
  ]);
  expect(promptText(prompt)).toBe("I am.\n\nI use.\n\nextra\n\nWe are.\n");
  expect(leftOut).toEqual(["README.md"]);
});

test("a root system-prompt.md is the prompt where config.yaml names none, then prompts/ is", async () => {
  const whole = await settled({
    "config.yaml": "name: x\n",
    "system-prompt.md": "whole",
    "prompts/a.md": "a",
  });
  expect(promptText(readContents(whole.tree, "x").prompt)).toBe("whole");
  const parts = await settled({ "config.yaml": "name: x\n", "prompts/b.md": "b", "prompts/a.md": "a" });
  expect(promptText(readContents(parts.tree, "x").prompt)).toBe("a\n\nb\n");
  const none = await settled({ "config.yaml": "name: x\n", "README.md": "x" });
  expect(promptText(readContents(none.tree, "x").prompt)).toBeUndefined();
});

test("what is declared and missing, empty or binary is told with line and key, all at once, with the nearest name", async () => {
  const files = {
    "config.yaml": "name: x\nprompt_files:\n  - SOUL.md\n  - TOLS.md\n  - empty.md\n  - logo.md\n",
    "SOUL.md": "I am.",
    "prompts/empty.md": "  \n",
    "logo.md": Uint8Array.of(0x89, 0x50, 0, 0xff),
    "prompts/TOOLS.md": "x",
  };
  const { tree } = await settled(files);
  const told = readContents(tree, "x").problems.map(({ code, line, key }) => `${code} ${line} ${key}`);
  expect(told).toEqual([
    "PROMPT_FILE_MISSING 4 prompt_files[1]",
    "PROMPT_FILE_EMPTY 5 prompt_files[2]",
    "PROMPT_FILE_BINARY 6 prompt_files[3]",
  ]);
});

test.each([
  ["CLAUDE.md", "AGENT_OWNED"],
  ["docs/Memory.md", "AGENT_OWNED"],
  ["../x.md", "PATH_UNSAFE"],
  [".git/config", "PATH_UNSAFE"],
])("%s cannot be a prompt file", async (name, code) => {
  await expect(settled({ "config.yaml": `prompt_files: ["${name}"]\n` })).rejects.toMatchObject({
    code: expect.stringMatching(code === "PATH_UNSAFE" ? /^PATH_/ : code),
  });
});

test("files in prompts/ that are no text are left out and listed", async () => {
  const { tree, leftOut } = await settled({
    "config.yaml": "name: x\n",
    "prompts/a.md": "a",
    "prompts/.DS_Store": Uint8Array.of(0, 1),
    "prompts/logo.png": Uint8Array.of(0x89, 0, 0xff),
    "prompts/build.sh": "echo",
  });
  expect([...tree].map(({ path }) => path)).toEqual(["config.yaml", "prompts/a.md"]);
  expect(leftOut).toEqual(["prompts/.DS_Store", "prompts/build.sh", "prompts/logo.png"]);
});

test("under the first policy nothing of this holds, and a lock made with it keeps it", async () => {
  const files = { ...soul, "config.yaml": "prompt_files: [SOUL.md]\n", "prompts/a.md": "a" };
  const { tree } = await settled(files, "assets/v1");
  expect(promptText(readContents(tree, "x", "first").prompt)).toBe("a\n");
  expect(policyUnderLock("assets/v2", "assets/v1")).toBe("assets/v1");
  expect(policyUnderLock("identity/v2", "assets/v1")).toBe("identity/v1");
  expect(policyUnderLock("assets/v2", undefined)).toBe("assets/v2");
  expect(policyUnderLock("ours/v1", "assets/v1")).toBe("ours/v1");
});

test("tabs, duplicate keys and typos are told with file and line", () => {
  const problems = (files: Files) => readContents(treeOf(files), "x").problems;
  expect(problems({ "config.yaml": "a:\n\tb: 1\n" })[0]).toMatchObject({
    code: "TEMPLATE_FILE_INVALID",
    line: 2,
  });
  expect(problems({ "config.yaml": "a: 1\na: 2\n" })[0]).toMatchObject({
    code: "TEMPLATE_FILE_INVALID",
    line: 2,
  });
  expect(problems({ "config.yaml": "name: x\npromt_files: [a.md]\n" })[0]).toMatchObject({
    code: "TEMPLATE_KEY_UNKNOWN",
    line: 2,
    nearest: "prompt_files",
  });
  expect(problems({ "mcp_servers.yaml": "mcp_servers:\n  forge:\n    transport: stdio\n" })[0]).toMatchObject(
    {
      code: "TEMPLATE_SERVER_UNUSED",
      line: 2,
      key: "mcp_servers.forge",
    },
  );
});
