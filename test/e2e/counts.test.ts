import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { isMet, parseFigure } from "../bench/parts/figure.ts";
import { requires } from "../requirement.ts";

requires("docker-registry")("what a busy machine does not move", () => {
  test("no start loads more modules, no bake or gate sends more requests, no render opens more files than before", () => {
    const printed = execFileSync(process.execPath, [join(house, "test/bench/counts.ts")], {
      encoding: "utf8",
    });
    const figures = printed.split("\n").flatMap((line) => parseFigure(line) ?? []);
    expect(figures.length).toBeGreaterThan(18);
    expect(figures.filter((figure) => !isMet(figure))).toEqual([]);
  });
});
