import { suggestion } from "../fault/nearest.ts";
import { actionInterfaces } from "./action-interfaces.ts";

/** An action of ours, as a workflow can use it. */
export interface KnownAction {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly required: readonly string[];
  readonly outputs: readonly string[];
  /** Whether it has outputs that a user names. */
  readonly isOpen: boolean;
}

/** What a step's `uses` says: one of our actions, or a name that none of them has. */
export type ActionUse =
  | { readonly kind: "known"; readonly action: KnownAction }
  | { readonly kind: "unknown"; readonly name: string; readonly problem: string };

/**
 * What of Identikit a step uses. Its actions are known by the path `identikit/actions/NAME`, on whichever host and under whichever
 * owner the repository lies, or in a checkout of it; `undefined` for everything else.
 */
export function actionUse(uses: unknown): ActionUse | undefined {
  if (typeof uses !== "string") return undefined;
  const [, name] = /(?:^|\/)identikit\/actions\/([^/@\s]+)\/?(?:@|$)/.exec(uses) ?? [];
  if (name === undefined) return undefined;
  const names = Object.hasOwn(actionInterfaces, name) ? actionInterfaces[name] : undefined;
  if (names) {
    const [inputs, required, outputs] = [names.inputs, names.required, names.outputs].map(wordsOf);
    const known = { name, inputs: inputs ?? [], required: required ?? [] };
    const fixed = (outputs ?? []).filter((output) => output !== "*");
    return { kind: "known", action: { ...known, outputs: fixed, isOpen: outputs?.includes("*") ?? false } };
  }
  const problem = `Identikit has no action ${JSON.stringify(name)}${suggestion(name, Object.keys(actionInterfaces))}`;
  return { kind: "unknown", name, problem };
}

/** True where a runner takes two names of inputs or outputs for one: it looks them up whatever their case. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function wordsOf(names: string): string[] {
  return names.split(" ").filter((name) => name !== "");
}
