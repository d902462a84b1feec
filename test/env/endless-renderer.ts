import process from "node:process";
import { renderAgents } from "../../src/env/render-agents.ts";
import { settingsFor } from "./fleet-agent.ts";
import { generation, generationSecrets } from "./generation.ts";

// Renders a small fleet again and again, each time with everything changed, until it is killed.

const [, , envRoot = "", start = "0"] = process.argv;
for (let number = Number(start); ; number++) {
  const settings = settingsFor(envRoot, generationSecrets(number));
  const outcomes = await renderAgents({ ...settings, sync: number % 2 === 0, agents: generation(number) });
  const failed = outcomes.find((outcome) => outcome.result === "failed");
  if (failed) throw "error" in failed ? failed.error : new Error(failed.result);
  if (number === Number(start)) process.stdout.write("ready\n");
}
