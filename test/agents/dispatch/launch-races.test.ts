import { expect, test } from "vitest";
import { launchRun } from "../../../src/agents/dispatch/launch-run.ts";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import type { ResourceWriter, WriteOptions } from "../../../src/agents/resource/resource-store.ts";
import { SqlStore } from "../../../src/agents/store/sql-store.ts";
import { giveWorkspace } from "../../../src/agents/workspaces/workspace-of-run.ts";
import type { Session } from "../../../src/config/connection/session.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { type DispatchScene, declareRule, dispatchOne, labelled, openDispatch } from "./scene.ts";

/** A store in which somebody else does something just before it is written to. */
class RacedStore extends SqlStore {
  #races: readonly (() => Promise<unknown>)[];

  constructor(database: DispatchScene["database"], races: readonly (() => Promise<unknown>)[]) {
    super(database);
    this.#races = races;
  }

  override async write<Result>(
    work: (writer: ResourceWriter, session: Session) => Promise<Result>,
    options?: WriteOptions,
  ): Promise<Result> {
    const [race, ...others] = this.#races;
    this.#races = others;
    await race?.();
    return await super.write(work, options);
  }
}

describeOnBoth("a run that is launched while others work", (databases) => {
  test("is launched, also where controllers write to it meanwhile", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix", {});
    const { metadata } = certain((await dispatchOne(scene, labelled(12))).run);
    const note = (name: string) => () =>
      scene.store.write(async (writer) => {
        const run = certain(await writer.hold(agentDispatchRun, metadata));
        await writer.setStatus(agentDispatchRun, metadata, { ...run.status, message: name });
      });
    const workspace = () => scene.store.write((writer) => giveWorkspace(writer, metadata));
    await using store = new RacedStore(scene.database, [workspace, note("a"), note("b")]);
    const launched = await launchRun({ ...scene.services, store }, metadata, scene.signal);
    expect(launched.run.status).toMatchObject({ attempts: 1, workspace: `w-${metadata.name}`, message: "b" });
    const attempts = await scene.store.read((reader) => reader.list(agentDispatchAttempt));
    expect(attempts.items).toHaveLength(1);
  });

  test("is launched once: who comes second gets no ticket of the other one's", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix", {});
    const { metadata } = certain((await dispatchOne(scene, labelled(12))).run);
    const other = () => launchRun(scene.services, metadata, scene.signal);
    await using store = new RacedStore(scene.database, [other]);
    const second = launchRun({ ...scene.services, store }, metadata, scene.signal);
    await expect(second).rejects.toMatchObject({ code: "CONFLICT" });
    const attempts = await scene.store.read((reader) => reader.list(agentDispatchAttempt));
    expect(attempts.items).toHaveLength(1);
  });
});
