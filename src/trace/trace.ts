import type Docker from "dockerode";
import { IdentikitError } from "../fault/error.ts";
import { type AgentArea, addAgents } from "./areas/agent-area.ts";
import { addContainers } from "./areas/container-area.ts";
import { addImage, type ImageArea, type TracedImage } from "./areas/image-area.ts";
import { addRuns, type RunArea } from "./areas/run-area.ts";
import { addTemplates, type TemplateArea } from "./areas/template-area.ts";
import { commitAsked, knownTemplates, type TemplateState } from "./areas/template-states.ts";
import { Draft } from "./graph/draft.ts";
import { type DrawnGraph, drawGraph } from "./graph/draw-graph.ts";
import { findNode } from "./graph/find-node.ts";

/** Where the parts of a trace are read. */
export interface TraceOptions {
  /** What is asked about: a template, `NAME@COMMIT`, an image, an agent, an env directory, a run, or the id of a node. */
  readonly what: string;
  /** Other ways to write that: an absolute path, an image reference in full. */
  readonly others: readonly string[];
  readonly templates: Omit<TemplateArea, "known">;
  /** Images that may carry an identity. */
  readonly images: readonly Omit<TracedImage, "template">[];
  /** The template whose identity an image carries where its label does not say; nothing where none is usual. */
  readonly usualTemplate: string | undefined;
  readonly imageArea: ImageArea;
  readonly agents: Omit<AgentArea, "directories">;
  readonly runs: Omit<RunArea, "word" | "imageNode">;
  /** The engine whose containers run agents. @throws {IdentikitError} `ENGINE_UNREACHABLE` */
  engine(): Promise<Docker>;
  readonly signal: AbortSignal;
}

/**
 * Collects everything that is claimed of copies of identities, finds what a word stands for, and verifies each link around it now: back
 * to the template's commit, forward to every copy and every use. Nothing is changed.
 * @throws {IdentikitError} `TRACE_UNKNOWN`, `TRACE_AMBIGUOUS`, and the faults of the database
 */
export async function trace(options: TraceOptions): Promise<DrawnGraph> {
  const { what, others, signal } = options;
  const draft = new Draft();
  const known = await knownTemplates(options.templates.sources, commitAsked(what));
  const identities = addTemplates(draft, { ...options.templates, known });
  const asked = commitAsked(what);
  const wanted = known.find(({ entry }) => entry.name === (asked?.name ?? what.replace(/^template:/, "")));
  // A commit that its source does not give: the source's own words say more than that nothing has this name.
  if (wanted?.asked instanceof IdentikitError) throw wanted.asked;
  const usual = wanted ?? known.find(({ entry }) => entry.name === options.usualTemplate);
  const template = stateOf(usual?.asked) ?? stateOf(usual?.pinned) ?? stateOf(usual?.now);
  const ids = new Map<string, Promise<string | undefined>>();
  const imageNode = (reference: string, of: Omit<TracedImage, "reference">): Promise<string | undefined> => {
    const added = ids.get(reference) ?? addImage(draft, options.imageArea, { reference, ...of }, identities);
    ids.set(reference, added);
    return added;
  };
  for (const { reference, namedBy } of options.images) await imageNode(reference, { namedBy, template });
  const directories = new Map(
    draft.nodes.flatMap(({ id, kind, facts }) =>
      kind === "directory" ? [[facts.template ?? "", id] as const] : [],
    ),
  );
  addAgents(draft, { ...options.agents, directories });
  await addRuns(draft, {
    ...options.runs,
    word: what,
    imageNode: (reference) => imageNode(reference, { namedBy: "a stack", isForeign: true, template }),
  });
  await addRunning(draft, options, (reference) => imageNode(reference, { namedBy: "a container" }));
  const commit = wanted?.asked && `commit:${wanted.entry.name}@${wanted.asked.commit}`;
  const start = findNode(draft, commit ?? what, others);
  return await drawGraph(draft, start, signal);
}

async function addRunning(
  draft: Draft,
  { agents, engine, signal }: TraceOptions,
  addOne: (reference: string) => Promise<string | undefined>,
): Promise<void> {
  try {
    const names = new Set(agents.rows.agents);
    const { envRoot } = agents;
    await addContainers(draft, { engine: await engine(), agents: names, envRoot, signal, addImage: addOne });
  } catch (caught) {
    signal.throwIfAborted();
    if (!(caught instanceof IdentikitError) || caught.code !== "ENGINE_UNREACHABLE") throw caught;
    draft.passedOver(`containers, since ${caught.message}`);
  }
}

function stateOf(state: TemplateState | IdentikitError | undefined): TemplateState | undefined {
  return state instanceof IdentikitError ? undefined : state;
}
