import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { programPath } from "../requirement.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";

/** What a program of this machine needs to run in an empty image: itself, and the libraries that it is linked with. */
function copyProgram(name: string, path: string, to: string): void {
  mkdirSync(join(to, "bin"), { recursive: true });
  copyFileSync(path, join(to, "bin", name));
  chmodSync(join(to, "bin", name), 0o755);
  for (const [library] of execFileSync("ldd", [path], { encoding: "utf8" }).matchAll(/\/\S+\.so\S*/g)) {
    mkdirSync(join(to, dirname(library)), { recursive: true });
    copyFileSync(library, join(to, library));
  }
}

/** A base with Node 24, git and a shell, all from this machine: the one that the Dockerfile names would have to be pulled. */
function makeBase(engine: DockerEngine): void {
  const context = scratchDirectory();
  copyProgram("node", join(house, "node_modules/node/bin/node"), context);
  copyProgram("git", programPath("git") as string, context);
  copyFileSync(programPath("busybox") as string, join(context, "bin/sh"));
  chmodSync(join(context, "bin/sh"), 0o755);
  mkdirSync(join(context, "tmp"));
  chmodSync(join(context, "tmp"), 0o1777);
  writeFiles(context, { Dockerfile: "FROM scratch\nCOPY . /\nENV PATH=/bin\n" });
  engine.docker("build", "--network", "none", "-q", "-t", "base", context);
}

requiresEngine("git")("the image of the command", () => {
  test("runs as nobody of the machine, and makes and checks a repository in a volume", async () => {
    await using engine = await DockerEngine.start();
    makeBase(engine);
    const context = scratchDirectory();
    for (const name of ["LICENSE", "package.json", "dist", "schemas"])
      cpSync(join(house, name), join(context, name), { recursive: true });
    const file = ["-f", join(house, "deploy/Dockerfile"), "--build-arg", "BASE=base"];
    engine.docker("build", "--network", "none", "-q", "-t", "identikit", ...file, context);
    const volume = scratchDirectory();
    chmodSync(volume, 0o777);
    const run = (...args: string[]) =>
      engine.docker(
        "run",
        "--rm",
        "--network",
        "none",
        "--read-only",
        "--tmpfs",
        "/tmp",
        "-v",
        `${volume}:/work`,
        "identikit",
        ...args,
      );
    const { version } = JSON.parse(readFileSync(join(house, "package.json"), "utf8"));
    expect(run("--version").trim()).toBe(version);
    run("init", "fleet");
    expect(JSON.parse(run("validate", "--root", "fleet", "--json"))).toMatchObject({ result: "clean" });
    expect(JSON.parse(run("pipeline", "--root", "fleet", "--json"))).toMatchObject({ result: "clean" });
    const user = engine.docker("inspect", "--format", "{{.Config.User}}", "identikit").trim();
    expect(user).toBe("65532:65532");
  });
});
