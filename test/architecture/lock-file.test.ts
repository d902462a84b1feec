import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "./rooms.ts";

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(join(house, "package-lock.json"), "utf8")) as {
  packages: Record<string, LockedPackage>;
};

test("the lock file names no download address, so that any registry can serve it", () => {
  const addressed = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined);
  expect(addressed.map(([path]) => path)).toEqual([]);
});

test("the lock file has the packages of every platform, so that npm ci works on each", () => {
  const paths = Object.keys(packages);
  const lacking = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !paths.some((other) => other.endsWith(`node_modules/${name}`)))
      .map((name) => `${path} -> ${name}`),
  );
  expect(lacking).toEqual([]);
});
