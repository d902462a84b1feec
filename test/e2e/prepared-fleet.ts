import { execFileSync } from "node:child_process";
import { madeOnce } from "../made-once.ts";
import { exampleIn, type FleetCopy, fleetIn, newFleetDirectory } from "./fleet.ts";
import { identikit } from "./identikit.ts";

/**
 * A copy of the example fleet on which some commands have run: once for all tests of a run, for what they do is not what is tested here.
 * @param commands such as `config sync`
 */
export async function fleetAfter(...commands: readonly string[]): Promise<FleetCopy> {
  const name = `fleet-after-${commands.join("-and-").replaceAll(" ", "-")}`;
  return preparedFleet(name, async (fleet) => {
    for (const command of commands) await done(fleet, command.split(" "));
  });
}

/** A copy of the example fleet after `npm start`, with its secret `a-token-8c1`. */
export async function renderedFleet(): Promise<FleetCopy> {
  return preparedFleet("fleet-after-pipeline-with-secret", async (made) => {
    await done(made, ["secret", "set", "FORGE_TOKEN"], "a-token-8c1");
    await done(made, ["pipeline"]);
  });
}

/**
 * A copy of an example fleet that is prepared once for all tests of a run.
 * @param name says what is prepared; one name stands for one preparation
 * @param prepare may write beside the fleet's root, too; nothing that it leaves may name its path
 */
export async function preparedFleet(
  name: string,
  prepare: (fleet: FleetCopy) => Promise<void>,
): Promise<FleetCopy> {
  const prepared = await madeOnce(name, async (directory) => {
    exampleIn(directory);
    await prepare(fleetIn(directory));
  });
  const directory = newFleetDirectory();
  execFileSync("cp", ["-a", `${prepared}/.`, directory]);
  return fleetIn(directory);
}

/** Runs a command in a fleet's root. @throws {Error} where it fails */
export async function done(fleet: FleetCopy, args: readonly string[], input?: string): Promise<void> {
  const run = await identikit(args, { cwd: fleet.root, ...(input === undefined ? {} : { input }) });
  if (run.code !== 0) throw new Error(`${args.join(" ")}\n${run.stderr}${run.stdout}`);
}
