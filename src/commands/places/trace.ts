import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readAdmissionSnapshot } from "../../agents/snapshot/read-snapshot.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { connectEngine } from "../../image/engine/connection.ts";
import { layerIndexOf } from "../../image/view/layer-index.ts";
import type { Project } from "../../project/project.ts";
import { type Manifest, readManifest } from "../../template/manifest.ts";
import { readTemplateLock } from "../../template/template-lock.ts";
import type { DrawnGraph } from "../../trace/graph/draw-graph.ts";
import { type TraceOptions, trace } from "../../trace/trace.ts";
import type { CommandContext } from "../context.ts";
import { keyValues } from "../options/key-values.ts";
import type { TraceCommandOptions } from "../trace/trace.ts";
import { acceptedSecretsOf } from "./accepted-secrets.ts";
import { accessPlace } from "./access.ts";
import { openConfigDatabase } from "./database.ts";
import { identityTreeUnder } from "./fetched-identity.ts";
import { copiesIn } from "./fetched-templates.ts";
import { usualTemplateOf } from "./identity-template.ts";
import { openPlaces, placeOf } from "./images.ts";
import { findKeyring } from "./keys.ts";
import { trustOf } from "./requirements.ts";
import { templateReading } from "./template-reading.ts";
import { tracedAgents } from "./traced-agents.ts";
import { imageReferenceIn, tracedImages } from "./traced-images.ts";
import { openWriteBack } from "./write-back-services.ts";

/** Which places a trace looks at, as options say it. */
export type TracePlaces = Omit<TraceCommandOptions, "what" | "format" | "report" | "sarif" | "root">;

/** Everything that a trace reads, opened. */
export interface Tracing extends AsyncDisposable {
  /** Traces one thing. @throws as {@link trace} does */
  trace(what: string): Promise<DrawnGraph>;
}

/**
 * Opens the places of a trace: templates, database, images, env directories, records of runs.
 * @throws {IdentikitError} `MANIFEST_INVALID`, `LOCK_INVALID`, `USAGE`, and the faults of the database
 */
export async function openTrace(
  context: CommandContext,
  project: Project,
  options: TracePlaces,
): Promise<Tracing> {
  const stack = new AsyncDisposableStack();
  try {
    const database = stack.use(await openConfigDatabase(context, project, options.database, "read"));
    const store = stack.use(new SqlStore(database));
    const places = stack.use(openPlaces(context, project.settings, options));
    const opened = { database, store, places };
    const traceOne = async (what: string) =>
      await trace(await traceOptions(context, project, { options, opened, what }));
    const disposal = stack.move();
    return { trace: traceOne, [Symbol.asyncDispose]: () => disposal.disposeAsync() };
  } catch (caught) {
    await stack.disposeAsync();
    throw caught;
  }
}

async function traceOptions(
  context: CommandContext,
  project: Project,
  of: {
    readonly options: TracePlaces;
    readonly opened: {
      readonly database: ConfigDatabase;
      readonly store: SqlStore;
      readonly places: ReturnType<typeof openPlaces>;
    };
    readonly what: string;
  },
): Promise<TraceOptions> {
  const { options, opened, what } = of;
  const { database, store, places } = opened;
  const { settings } = project;
  const { signal, env } = context;
  const manifest = manifestOf(project);
  const templatesDir =
    options.templates === undefined
      ? project.path(settings.templates)
      : resolve(context.cwd, options.templates);
  const copies = copiesIn(
    project,
    templatesDir,
    manifest.workspaceTemplates.map(({ name }) => name),
  );
  const keyring = findKeyring(context, project);
  const { organization, organizations } = accessPlace(project, { organization: options.organization });
  const reference = imageReferenceIn(context, what);
  const trust = await trustOf(context, project, options);
  return {
    what,
    others: [resolve(context.cwd, what), ...(reference === undefined ? [] : [reference])],
    templates: {
      sources: {
        manifest,
        lock: readTemplateLock(project.path(settings.lock)),
        reading: templateReading(context, project, {
          accepted: await acceptedSecretsOf(context, project),
          network: options,
        }),
        sources: keyValues("--source", options.source),
        identityOf: identityTreeUnder(settings),
      },
      copies,
    },
    images: tracedImages(context, project, { given: options.image, asked: reference }),
    usualTemplate: usualTemplateOf(project),
    imageArea: {
      open: async (named) => await places.open(placeOf(context, named)),
      destination: settings.identity.destination.replace(/^\/+|\/+$/g, ""),
      index: layerIndexOf(env),
      statements: async (draft, stated) => {
        // Only an image that could be read has statements: what verifies them is loaded for it.
        const { addStatements } = await import("../../trace/areas/statement-area.ts");
        await addStatements(draft, trust, stated);
      },
      signal,
    },
    agents: await tracedAgents(context, project, {
      database,
      options,
      templatesDir,
      hasCopies: copies.length > 0,
    }),
    runs: {
      database,
      store,
      organization,
      keyring,
      commits: options.forge ? openWriteBack(context, project, { database, store }, {}).commits : undefined,
      grants: async () => {
        const now = context.clock.now();
        return (await readAdmissionSnapshot(database, { organization, organizations, now })).grants;
      },
      mostRuns: options.runs,
      signal,
    },
    engine: async () => await connectEngine(env),
    signal,
  };
}

/** The manifest; one without entries where the repository has none. */
function manifestOf({ settings, path }: Project): Manifest {
  const file = path(settings.manifest);
  if (existsSync(file)) return readManifest(file, settings.manifest);
  return { file: settings.manifest, plugins: [], workspaceTemplates: [], orgTemplates: [] };
}
