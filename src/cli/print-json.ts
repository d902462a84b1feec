import type { OwnProcess } from "../runtime/own-process.ts";

/** Prints one JSON document; registered secrets are blotted out of its strings, its keys stay. */
export async function printJson(own: OwnProcess, value: object): Promise<void> {
  await own.printDocument(`${JSON.stringify(own.masked(value), undefined, 2)}\n`);
}
