import { basename, dirname, join, resolve } from "node:path";

/** Where fetched templates' ledgers and locks are, beside the templates. */
export const stateDirectory = ".identikit";

/** Where the ledger of a fetched template's directory is, if there is one: its directory and its name there. */
export function ledgerPlace(directory: string): { readonly state: string; readonly name: string } {
  const place = resolve(directory);
  return { state: join(dirname(place), stateDirectory), name: `${basename(place)}.json` };
}
