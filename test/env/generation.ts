import type { AgentConfig } from "../../src/config/schema/agent-config.ts";
import { configOf, TestSecrets } from "./fleet-agent.ts";

/** What every secret of these fleets starts with, to be searched for on the disk. */
export const canary = "CANARY-KILLED";

export function secretValue(number: number): string {
  return `${canary}-${number}`;
}

export function generationSecrets(number: number): TestSecrets {
  return new TestSecrets({ TOKEN: secretValue(number) });
}

/** A fleet of three in which every file differs from one number to the next, and skills come and go. */
export function generation(number: number): AgentConfig[] {
  const prompt = `begin ${number}\n${"x".repeat(5000)}\nend ${number}\n`;
  return ["one", "two", "three"].map((name) =>
    configOf({
      name,
      prompt,
      plugins: { [`p${number}@house`]: true },
      marketplaces: { house: { source: { source: "github", repo: "acme/plugins" } } },
      mcpServers: { x: { type: "stdio", command: `c${number}`, env: { KEY: "${SECRET:TOKEN}" } } },
      skills: { [`skill-${number % 3}`]: { "SKILL.md": prompt, "more/notes.md": prompt } },
    }),
  );
}
