import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allowances, house, importsOf, roomOf, sources } from "./rooms.ts";

/** Bottom to top; a room imports from rows above its own, or from neighbours before it in its row. */
const floors = [
  ["fault"],
  ["runtime", "tar", "tree"],
  ["document", "cache", "http", "git"],
  ["project", "events"],
  ["secret", "template", "image", "config", "agents", "provenance"],
  ["gate", "env", "probe", "containers", "boot", "validate", "scaffold", "changes", "trace"],
  ["workspace", "isolation", "adapters", "supervisor"],
  ["report"],
  ["host", "api", "console"],
  ["commands"],
  ["actions", "cli"],
];
const height = new Map(floors.flatMap((rooms, floor) => rooms.map((room, at) => [room, floor * 10 + at])));

test("every room says what it may import, and imports nothing else", () => {
  const allowed = allowances();
  const breaches: string[] = [];
  for (const file of sources("src")) {
    const room = roomOf(file);
    if (room === undefined) continue;
    for (const { specifier } of importsOf(file)) {
      const other = roomOf(specifier);
      if (other !== undefined && other !== room && !allowed.get(room)?.includes(other)) {
        breaches.push(`${file} imports ${specifier}`);
      }
    }
  }
  expect(breaches).toEqual([]);
});

test("imports run one way, from the faces down to the foundation", () => {
  const upward: string[] = [];
  for (const [room, imports] of allowances()) {
    for (const other of imports) {
      const ordered = (height.get(other) ?? Number.NaN) < (height.get(room) ?? Number.NaN);
      if (!ordered) upward.push(`${room} -> ${other}`);
    }
  }
  expect(upward).toEqual([]);
});

test("a room allows itself nothing that it does not use", () => {
  const idle: string[] = [];
  for (const [room, imports] of allowances()) {
    const used = new Set(
      sources(`src/${room}`).flatMap((file) => importsOf(file).map((one) => roomOf(one.specifier))),
    );
    for (const other of imports) if (!used.has(other)) idle.push(`${room} allows ${other}`);
  }
  expect(idle).toEqual([]);
});

test("only runtime touches the process and the Actions toolkit", () => {
  const breaches: string[] = [];
  for (const file of sources("src")) {
    // What runs in a browser has the browser's clock.
    if (file.startsWith("src/runtime/") || file.startsWith("src/console/ui/client/")) continue;
    const text = readFileSync(join(house, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    if (/(?<![-\w."'`/])process\.\w/.test(text)) breaches.push(`${file} uses process`);
    if (/\bDate\.now\(|new Date\(\)/.test(text)) breaches.push(`${file} reads the clock`);
    for (const { specifier } of importsOf(file)) {
      if (["node:process", "process", "@actions/core"].includes(specifier))
        breaches.push(`${file} imports ${specifier}`);
    }
  }
  expect(breaches).toEqual([]);
});
