import { z } from "zod";
import { contentDigest } from "../admission/decision/basis.ts";
import { objectNamed } from "../admission/grants/grant-world.ts";
import { clientSeen } from "./checks/client-findings.ts";
import { namesUsed, type StackView } from "./stack-parts.ts";

const profileShape = z.record(z.string(), z.json());
export type LaunchProfile = z.output<typeof profileShape>;

/** Bytes of a profile at most: a stack's status and every attempt hold it beside other things. */
const largestProfile = 512 * 1024;

/**
 * Everything that decides how a run starts, with all references resolved, and its digest: equal stacks start equally. What people call
 * things is left out, and no secret is in it. Lists whose order means nothing are sorted; context labels keep theirs, as prompts do.
 * @returns nothing where it is larger than an attempt can hold
 */
export function launchProfile(
  view: StackView,
): { readonly profile: LaunchProfile; readonly snapshot: string } | undefined {
  const profile = profileShape.parse(JSON.parse(JSON.stringify(profileOf(view))));
  if (Buffer.byteLength(JSON.stringify(profile)) > largestProfile) return undefined;
  return { profile, snapshot: contentDigest(profile) };
}

function profileOf(view: StackView) {
  const { stack, snapshot, facts, users } = view;
  const { title: _, contextLabels = [], secrets, config, taskKinds, ...spec } = stack.spec;
  const { grants, runnerPools } = snapshot;
  const sorted = (names: readonly string[] | undefined) => names?.toSorted();
  const source = objectNamed(facts.memorySources, spec.memory?.source);
  return {
    ...spec,
    stack: stack.metadata.name,
    taskKinds: sorted(taskKinds),
    secrets: sorted(secrets),
    config: sorted(config),
    client: { version: clientSeen(view)?.version, capabilities: clientSeen(view)?.capabilities },
    agentRuntime: facts.agent?.runtime,
    runtimeIdentity: resolved(grants.serviceAccounts, spec.runtimeIdentity),
    runnerPool: resolved(runnerPools, spec.runnerPool),
    runnerIdentity: resolved(
      grants.serviceAccounts,
      objectNamed(runnerPools, spec.runnerPool)?.spec.serviceAccount,
    ),
    workspacePolicy: resolved(facts.workspacePolicies, spec.workspacePolicy),
    memory: spec.memory && {
      ...spec.memory,
      source: resolved(facts.memorySources, spec.memory.source),
      repository: resolved(facts.memoryRepositories, source?.spec.repository),
    },
    toolProfile: resolved(grants.toolProfiles, spec.toolProfile),
    // Fragments are part of a run's context; here it counts which they are.
    contextLabels: contextLabels.map((name) => ({
      name,
      digest: contentDigest(resolved(facts.contextLabels, name) ?? null),
    })),
    mcpServers: namesUsed(view, "mcpServers").map((name) => ({
      ...resolved(grants.mcpServers, name),
      name,
      content: facts.serverRows.get(name)?.digest,
      tools: objectNamed(facts.mcpServers, name)?.status?.toolsDigest,
    })),
    ownMcpServers: sorted(spec.mcpServers),
    skills: namesUsed(view, "skills").map((name) => ({
      ...resolved(grants.skills, name),
      name,
      content: facts.skills.get(name)?.digest,
    })),
    ownSkills: sorted(spec.skills),
    subagents: users.flatMap(({ subagent, toolProfile }) =>
      subagent
        ? [
            {
              ...resolved(grants.subagents, subagent.metadata.name),
              mcpServers: sorted(subagent.spec.mcpServers),
              skills: sorted(subagent.spec.skills),
              subagents: sorted(subagent.spec.subagents),
              toolProfile: resolved(grants.toolProfiles, toolProfile?.metadata.name),
            },
          ]
        : [],
    ),
    ownSubagents: sorted(spec.subagents),
    identity: facts.image && facts.image.image === spec.image ? facts.image.treeDigest : undefined,
  };
}

/** An object with its name and all that counts of it; nothing where there is none. */
function resolved(
  objects: readonly { readonly metadata: { readonly name: string }; readonly spec: object }[],
  name: string | undefined,
): ({ readonly name: string } & Readonly<Record<string, unknown>>) | undefined {
  const found = objects.find(({ metadata }) => metadata.name === name);
  if (!found) return undefined;
  const { title: _, ...counted }: { title?: unknown } = found.spec;
  return { ...counted, name: found.metadata.name };
}
