import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { readJsonDocument } from "../../document/json.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import { isRecord } from "../../fault/thrown.ts";
import type { Project } from "../../project/project.ts";
import { readManifest } from "../../template/manifest.ts";
import { parseLocation } from "../../template/source-location.ts";

type Location = NonNullable<Finding["location"]>;

/**
 * Gives findings on files of a template the place where their fix goes: the file itself, where the template lies in the repository;
 * else the template's line in the manifest, whose ref leads to the file. A finding that has a place keeps it.
 * @param name the template's name
 */
export function placedInTemplate(
  project: Project,
  name: string,
  findings: readonly Finding[],
): readonly Finding[] {
  const place = placesOfTemplate(project, name);
  return findings.map((finding) => {
    const location = finding.location ?? place(finding.path);
    return location ? { ...finding, location } : finding;
  });
}

function placesOfTemplate(project: Project, name: string): (path: string) => Location | undefined {
  const { root, settings } = project;
  const file = settings.manifest;
  if (!existsSync(project.path(file))) return () => undefined;
  const entry = ifSound(() => readManifest(project.path(file), file))?.workspaceTemplates.find(
    (each) => each.name === name,
  );
  if (!entry) return () => ({ file });
  const line = { file, line: entry.line };
  const location = ifSound(() => parseLocation(entry.repo, root));
  if (location?.kind !== "path") return () => line;
  const within = relative(root, join(location.path, entry.path ?? ""));
  if (within === "" || within.startsWith("..")) return () => line;
  const directory = within.split(sep).join("/");
  return (path) => {
    const inTemplate = `${directory}/${path}`;
    // A file that only the copy has was taken out of the template, or never was in it.
    return existsSync(project.path(inTemplate)) && path !== "." ? { file: inTemplate, line: 1 } : line;
  };
}

/** Gives findings on agents the place of their row in `agents.json`, as far as they have none with a line. */
export function placedAtAgents(
  project: Project,
  findings: readonly Finding[],
  agentOf: (finding: Finding) => string | undefined,
): readonly Finding[] {
  const file = project.settings.agents;
  const path = project.path(file);
  const document = existsSync(path)
    ? ifSound(() => readJsonDocument(path, { comments: "whole-line", name: file }))
    : undefined;
  if (!document || !isRecord(document.value) || !Array.isArray(document.value.agents)) return findings;
  const names = document.value.agents.map((row) => (isRecord(row) ? row.name : undefined));
  return findings.map((finding) => {
    const index = names.indexOf(agentOf(finding));
    const has = finding.location !== undefined && finding.location.line !== undefined;
    if (has || index === -1) return finding;
    return { ...finding, location: { file, line: document.lineOf(["agents", index]) } };
  });
}

/** What cannot be read gives no place, and is told by whoever needs it. */
function ifSound<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (caught) {
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}
