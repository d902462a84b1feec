import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Platform } from "../../../src/image/store.ts";
import type { LoadModule } from "../../altered-source.ts";

/** A document and what it is; of a manifest or index, the media type that it comes with. */
export interface Asked {
  readonly kind: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** What a program makes of a document: its meaning, or a refusal. */
export type Reading = { readonly value: unknown } | { readonly refusal: string };

/** The readers of a source tree, which may be one with a fault in it. */
export interface Readers {
  read(asked: Asked): Reading;
  normalized(platform: Platform): Platform;
  engineChoices<Entry extends { readonly platform?: Platform }>(
    wanted: Platform,
    entries: readonly Entry[],
  ): readonly Entry[];
  folded(key: string): string;
}

/** The modules of a directory that is or stands in for `src`. */
export function modulesIn(source: string): LoadModule {
  return (path) => import(pathToFileURL(join(source, path)).href);
}

export async function readersOf(load: LoadModule): Promise<Readers> {
  const [model, archive, platform, spelling] = await Promise.all(
    [
      "image/model.ts",
      "image/archive/saved-images.ts",
      "image/platform.ts",
      "image/document/spelling.ts",
    ].map((path) => load(path) as Promise<Given>),
  );
  const value = ({ kind, type, bytes }: Asked): unknown => {
    switch (kind) {
      case "config":
        return configValue(model.parseConfig(bytes, layersIn(bytes), "test"));
      case "saved":
        return savedValue(archive.parseSavedList(bytes, "test"));
      default: {
        const parsed = model.parseImageManifest({ bytes, mediaType: type, digest: "sha256:0" }, "test");
        if (parsed.kind !== kind) return { isOther: parsed.kind };
        return kind === "manifest" ? manifestValue(parsed, type) : indexValue(parsed, type);
      }
    }
  };
  const read = (asked: Asked): Reading => {
    try {
      return { value: value(asked) };
    } catch (fault) {
      const { code } = fault as { code?: string };
      if (code === "IMAGE_INVALID" || code === "IMAGE_AMBIGUOUS") return { refusal: code };
      throw fault;
    }
  };
  return {
    read,
    normalized: platform.normalized,
    engineChoices: platform.engineChoices,
    folded: spelling.folded,
  };
}

/** What JavaScript's own parser makes of a document: keys as they are spelled, the last of two. */
export function plainReading({ kind, type, bytes }: Asked): Reading {
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString("utf8"));
  } catch {
    return { refusal: "no JSON" };
  }
  const project = { manifest: manifestValue, index: indexValue, config: configValue, saved: savedValue }[
    kind
  ];
  return { value: project?.(document, type) };
}

/** How many layers a config is for, so that their number is no reason to refuse it. */
function layersIn(bytes: Buffer): number {
  try {
    return JSON.parse(bytes.toString("utf8")).rootfs.diff_ids?.length ?? 0;
  } catch {
    return 0;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what is projected here was checked by none but the readers under test
type Given = any;

function manifestValue(of: Given, carried: string): unknown {
  return {
    mediaType: of.mediaType || carried,
    config: descriptorValue(of.config),
    layers: (of.layers ?? []).map(descriptorValue),
    annotations: of.annotations ?? {},
  };
}

function indexValue(of: Given, carried: string): unknown {
  return {
    mediaType: of.mediaType || carried,
    manifests: of.manifests.map(descriptorValue),
    annotations: of.annotations ?? {},
  };
}

function descriptorValue(of: Given): unknown {
  return {
    mediaType: of.mediaType,
    digest: of.digest,
    size: of.size,
    urls: of.urls ?? [],
    annotations: of.annotations ?? {},
    platform: of.platform ? platformValue(of.platform) : null,
    holdsOther: false,
  };
}

export function platformValue(of: Given): unknown {
  return {
    os: of.os,
    architecture: of.architecture,
    variant: of.variant ?? "",
    osVersion: of["os.version"] ?? "",
    osFeatures: of["os.features"] ?? [],
  };
}

function configValue(of: Given): unknown {
  const run = of.config ?? {};
  const keys = (set: Given) => Object.fromEntries(Object.keys(set ?? {}).map((key) => [key, ""]));
  return {
    platform: platformValue(of),
    created: secondsOf(of.created),
    author: of.author ?? "",
    rootfs: of.rootfs.type,
    diffIds: of.rootfs.diff_ids ?? [],
    user: run.User ?? "",
    env: run.Env ?? [],
    entrypoint: run.Entrypoint ?? [],
    cmd: run.Cmd ?? [],
    workingDir: run.WorkingDir ?? "",
    stopSignal: run.StopSignal ?? "",
    labels: run.Labels ?? {},
    volumes: keys(run.Volumes),
    ports: keys(run.ExposedPorts),
    argsEscaped: run.ArgsEscaped ?? false,
    history: (of.history ?? []).map(lineValue),
    onBuild: run.OnBuild ?? [],
    shell: run.Shell ?? [],
    hostname: run.Hostname ?? "",
    tty: run.Tty ?? false,
    network: !run.NetworkDisabled,
    health: healthValue(run.Healthcheck),
  };
}

function lineValue(of: Given): unknown {
  return {
    created: secondsOf(of.created),
    createdBy: of.created_by ?? "",
    author: of.author ?? "",
    comment: of.comment ?? "",
    empty: of.empty_layer ?? false,
  };
}

function healthValue(of: Given): unknown {
  if (!of) return null;
  return {
    test: of.Test ?? [],
    interval: of.Interval ?? 0,
    timeout: of.Timeout ?? 0,
    startPeriod: of.StartPeriod ?? 0,
    startInterval: of.StartInterval ?? 0,
    retries: of.Retries ?? 0,
  };
}

function savedValue(items: Given): unknown {
  return items.map(({ Config, RepoTags, Layers }: Given) => ({
    config: Config,
    tags: RepoTags ?? [],
    layers: Layers,
  }));
}

/** Seconds since the epoch; none for Go's zero time, which some of its programs take for no time. */
function secondsOf(moment: string | null | undefined): number | null {
  if (moment === null || moment === undefined) return null;
  const seconds = Math.floor(Date.parse(moment) / 1000);
  return seconds === -62135596800 ? null : seconds;
}
