import { explainKind, type FieldText } from "../../agents/crds/explain-kind.ts";
import { kindCalled } from "../../agents/crds/kind-names.ts";
import { manifestYaml } from "../../agents/crds/manifest-stream.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { apiVersion } from "../../agents/resource/resource.ts";
import type { CommandContext } from "../context.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { ExplainCommandOptions } from "./explain.ts";

export async function run(_context: CommandContext, { what }: ExplainCommandOptions): Promise<CommandResult> {
  const [name = "", ...path] = what.replace(".identikit.dev", "").split(".");
  const kind = kindCalled(name);
  const { field, fields } = explainKind(kind, path);
  const isWhole = path.length === 0;
  const about = isWhole ? wholeOutputs(kind) : {};
  const lines = [
    `${[kind.kind, ...path].join(".")} <${field.type}>`,
    ...(field.description === undefined ? [] : [`  ${field.description}`]),
    ...field.facts.map((fact) => `  ${fact}`),
    ...(fields.length === 0 ? [] : ["", "Fields:", ...fields.flatMap(fieldLines)]),
    ...(isWhole ? wholeLines(kind) : []),
  ];
  return {
    outputs: { kind: kind.kind, path: path.join("."), ...asOutputs(field, fields), ...about },
    account: [],
    document: `${lines.join("\n")}\n`,
  };
}

function asOutputs(field: FieldText, fields: readonly FieldText[]) {
  return { field: asOutput(field), fields: asOutput(fields) };
}

function fieldLines({ name, type, isRequired, description, facts }: FieldText): string[] {
  return [
    `  ${name} <${type}>${isRequired ? " (required)" : ""}`,
    ...(description === undefined ? [] : [`    ${description}`]),
    ...facts.map((fact) => `    ${fact}`),
  ];
}

function exampleOf({ kind, example: { name, spec } }: Kind) {
  return { apiVersion, kind, metadata: { name }, spec };
}

function wholeOutputs(kind: Kind) {
  const { plural, shortNames = [], phases = {}, conditions = {} } = kind;
  return {
    plural,
    shortNames: [...shortNames],
    phases: asOutput(phases),
    conditions: asOutput(conditions),
    example: asOutput(exampleOf(kind)),
  };
}

function wholeLines(kind: Kind): string[] {
  const { plural, shortNames = [], phases = {}, conditions = {}, immutable = [] } = kind;
  const told = (title: string, texts: Readonly<Record<string, string>>) => {
    const entries = Object.entries(texts);
    return entries.length === 0 ? [] : ["", title, ...entries.map(([name, text]) => `  ${name}: ${text}`)];
  };
  return [
    "",
    `Names: ${[plural, kind.kind, ...shortNames].join(", ")}`,
    ...(immutable.length === 0 ? [] : [`Never change: ${immutable.join(", ")}`]),
    ...told("Phases:", phases),
    ...told("Conditions:", conditions),
    "",
    "Example:",
    ...manifestYaml(exampleOf(kind))
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
  ];
}
