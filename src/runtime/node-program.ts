/** The path of the Node.js that runs this. */
export function nodeProgram(): string {
  return process.execPath;
}
