/** For `node --import`: has a process tell its own peak memory at its end; what `getrusage` says begins with its parent's. */
export const peakMemory = `data:text/javascript,${encodeURIComponent(
  'import{readFileSync}from"node:fs";process.on("exit",()=>process.stderr.write(' +
    '"peak "+/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status"))[1]+"\\n"))',
)}`;

/** In MiB, of what such a process wrote to stderr. */
export function peakOf(stderr: string): number {
  return Number(/^peak (\d+)$/m.exec(stderr)?.[1]) / 1024;
}
