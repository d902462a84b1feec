import { approvalController } from "../../../src/agents/approvals/approval-controller.ts";
import { decideApproval } from "../../../src/agents/approvals/decide-approval.ts";
import { agentAction } from "../../../src/agents/kinds/record/agent-action.ts";
import { writeBackController } from "../../../src/agents/write-back/write-back-controller.ts";
import type { WriteBackServices } from "../../../src/agents/write-back/write-ports.ts";
import type { TestDatabases } from "../../config/databases.ts";
import { once } from "../control/counting.ts";
import { organization, repository } from "../dispatch/scene.ts";
import {
  type Brought,
  bring,
  type LaunchedScene,
  launchedScene,
  recordsOf,
  takeIn,
} from "../results/scene.ts";
import { GitCommits } from "./git-commits.ts";
import { MemoryForge } from "./memory-forge.ts";

/** A launched run with a real git repository and a forge that counts. */
export async function writeBackScene(
  databases: TestDatabases,
  options: Parameters<typeof launchedScene>[1] = {},
) {
  const commits = new GitCommits();
  const main = commits.make(repository, { "README.md": "hello\n", "old.txt": "before old.txt\n" });
  const scene = await launchedScene(databases, {
    ...options,
    prepare: async (dispatch) => {
      dispatch.forge.answers.set("branches/main", { commit: { id: main }, protected: true });
      await options.prepare?.(dispatch);
    },
  });
  const forge = new MemoryForge(commits);
  const services: WriteBackServices = { ...scene.services, forge, commits };
  return { ...scene, main, commits, writer: forge, writes: services };
}
export type WriteBackScene = Awaited<ReturnType<typeof writeBackScene>>;

/** Takes in what a runner brings, and does everything that follows. */
export async function bringBack(scene: WriteBackScene, brought: Brought) {
  await takeIn(scene, (await bring(scene, brought)).file);
  await settle(scene);
  return await recordsOf(scene);
}

/** Does everything that is due, write-backs and what approvals come to. */
export async function settle({ database, writes, store, clock, writer }: WriteBackScene) {
  const controllers = [
    writeBackController(writes),
    approvalController({ store, now: clock.now, heads: writer }),
  ];
  return await once(database, ...controllers);
}

/** Approves an approval as somebody who may. */
export async function approve(
  scene: WriteBackScene,
  name: string,
  {
    by = "jon",
    permission = "admin",
  }: { readonly by?: string; readonly permission?: "write" | "admin" } = {},
) {
  const { services } = scene;
  const { approvals } = await recordsOf(scene);
  const digest = approvals.find(({ metadata }) => metadata.name === name)?.spec.artifactDigest ?? "";
  return await decideApproval(services, {
    ...{ namespace: organization, name, digest, verdict: "approve", via: "command" },
    by: { kind: "User", name: by },
    host: { permission },
  });
}

/** Approves everything that waits, and does what follows. */
export async function approveAll(scene: WriteBackScene) {
  for (const { metadata, status } of (await recordsOf(scene)).approvals)
    if (status.phase === "Pending") await approve(scene, metadata.name);
  await settle(scene);
  return await recordsOf(scene);
}

export async function actionsOf({ store }: Pick<LaunchedScene, "store">) {
  const { items } = await store.read((reader) => reader.list(agentAction));
  return items.filter(({ spec }) => spec.action === "write-back");
}
