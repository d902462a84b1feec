import { expect } from "vitest";
import type { ForgeRepository } from "../forge-repository.ts";
import { ruleCases } from "../rules/all.ts";
import type { BreakingPull, RuleCase } from "../rules/rule-case.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

/** A repository whose main has the rules of cases, each once, and the shipped workflow that asks for them. */
async function ruled(stage: Stage, name: string, cases: readonly RuleCase[]): Promise<ForgeRepository> {
  const changes = Object.assign({}, ...cases.map(({ settings }) => settings));
  return await stage.repository(name, {
    "identikit.yaml": `changes: ${JSON.stringify(changes)}\n`,
    "manifest.json": "{}\n",
    "README.md": "# A repository with rules\n",
    ".gitea/workflows/change-gate.yml": stage.shipped("change-gate"),
    ...Object.assign({}, ...cases.map(({ main }) => main?.(stage) ?? {})),
  });
}

/** Opens the pull request that breaks a rule. */
async function broken(
  stage: Stage,
  repository: ForgeRepository,
  { rule, broken: { files, title = `Break ${rule}`, body = "" } }: RuleCase,
): Promise<BreakingPull> {
  const branch = `break-${rule}`;
  repository.pushBranch(branch, files);
  const pull = { title, body, head: branch, base: "main" };
  const { number } = await repository.api("POST", "/pulls", pull, stage.ann);
  return { stage, repository, branch, number };
}

export const changeGate: Scenario = {
  name: "each rule of the change gate is red on a pull request that breaks it, whatever that looks like, and green once it is put right",
  action: "change-gate",
  async play(stage) {
    // Every run of the repository starts the aggregate: it has one of its own.
    const apart = ruleCases.filter(({ rule }) => rule === "all-required");
    const together = ruleCases.filter((one) => !apart.includes(one));
    const played: { readonly rule: string; readonly pull: BreakingPull; readonly of: RuleCase }[] = [];
    for (const [name, cases] of [
      ["ruled", together],
      ["aggregated", apart],
    ] as const) {
      const repository = await ruled(stage, name, cases);
      for (const of of cases) played.push({ rule: of.rule, pull: await broken(stage, repository, of), of });
    }
    const wrong: string[] = [];
    for (const { rule, pull } of played) {
      const red = await settled(pull, rule, ["failure", "success", "error"]);
      if (red !== "failure") wrong.push(`${rule} is ${red} on what breaks it`);
    }
    const pretended = played.filter(({ of }) => of.pretend !== undefined);
    const judgements: (() => Promise<string>)[] = [];
    for (const { rule, pull, of } of pretended) {
      judgements.push(await judgedAgain(pull, rule));
      await of.pretend?.(pull);
    }
    for (const [at, { rule }] of pretended.entries()) {
      const state = await judgements[at]?.();
      if (state !== "failure") wrong.push(`${rule} is ${state} after a pretence`);
    }
    for (const { pull, of } of played) await of.putRight(pull);
    for (const { rule, pull } of played) {
      const green = await settled(pull, rule, ["success", "error"]);
      if (green !== "success") wrong.push(`${rule} is ${green} once it is put right`);
    }
    expect(wrong).toEqual([]);
  },
};

/** The state of a rule's status on the head, once it is one of these; what it is instead, where that does not come. */
async function settled(
  { repository, number }: BreakingPull,
  rule: string,
  states: readonly string[],
): Promise<string> {
  let last: string | undefined;
  const look = async () => {
    const { head } = await repository.api("GET", `/pulls/${number}`);
    last = (await repository.statuses(head.sha)).get(`identikit/change/${rule}`);
    return last !== undefined && states.includes(last) ? last : undefined;
  };
  return await repository
    .waitFor(`${rule} on #${number}`, look)
    .catch(() => `still ${last ?? "without a status"}`);
}

/** What waits for the state of a rule after it has been judged once more than now: on this head, or on another one. */
async function judgedAgain(
  { repository, number }: BreakingPull,
  rule: string,
): Promise<() => Promise<string>> {
  const judgements = async (): Promise<readonly { readonly key: string; readonly status: string }[]> => {
    const { head } = await repository.api("GET", `/pulls/${number}`);
    const rows = await repository.api("GET", `/commits/${head.sha}/statuses?limit=50`);
    // Gitea counts the statuses of each commit by themselves.
    return (rows ?? [])
      .filter(({ context }: { context: string }) => context === `identikit/change/${rule}`)
      .sort((one: { id: number }, other: { id: number }) => other.id - one.id)
      .map(({ id, status }: { id: number; status: string }) => ({ key: `${head.sha} ${id}`, status }));
  };
  const before = new Set((await judgements()).map(({ key }) => key));
  return async () =>
    await repository
      .waitFor(`${rule} on #${number} once more`, async () => {
        const [now] = await judgements();
        return now !== undefined && !before.has(now.key) && now.status !== "pending" ? now.status : undefined;
      })
      .catch(() => "not judged again");
}
