import { describe, expect, test } from "vitest";
import { hostOf } from "../../src/host/host.ts";
import { ItemStates } from "../../src/host/item-states.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { ForgeApi, forgeTokens } from "../services/forge-api.ts";

const repository = "acme/fleet";

describe.each(["github", "gitea"] as const)("what %s says of an issue or a pull request", (dialect) => {
  const open = async () => {
    const forge = await ForgeApi.listen(dialect);
    const signal = new AbortController().signal;
    const states = new ItemStates({
      host: hostOf(forge.env()),
      token: forgeTokens.read,
      log: silentLogger,
      signal,
    });
    return { forge, states, [Symbol.asyncDispose]: () => forge[Symbol.asyncDispose]() };
  };

  test("is whether it is closed; of what is not there, or has no number, nothing is said", async () => {
    await using scene = await open();
    scene.forge.answers.set("issues/12", { state: "open" });
    scene.forge.answers.set("issues/13", { state: "closed" });
    const ask = (id: string, kind = "issue") => scene.states.isClosed({ repository, kind, id });
    expect([await ask("12"), await ask("13"), await ask("13", "pull_request")]).toEqual([false, true, true]);
    expect([await ask("14"), await ask("main", "branch"), await ask("1e1")]).toEqual([
      ...[undefined, undefined, undefined],
    ]);
  });

  test("is when it was merged, and nothing for one that was only closed", async () => {
    await using scene = await open();
    scene.forge.answers.set("pulls/4", { merged: true, merged_at: "2026-11-22T12:00:00+01:00" });
    scene.forge.answers.set("pulls/5", { merged: false, merged_at: null });
    const ask = (number: number) => scene.states.mergedAt(repository, number);
    expect([await ask(4), await ask(5), await ask(6)]).toEqual([
      "2026-11-22T11:00:00.000Z",
      undefined,
      undefined,
    ]);
  });
});
