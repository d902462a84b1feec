import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/**
 * The bytes that this process holds on to, on the heap and beside it, once everything that nobody refers to is collected. What it occupies
 * of the machine depends on when that happens, and is another figure on a busy machine.
 */
export function retainedBytes(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Looks ten times a second, and at the end, how many bytes more than now this process holds on to; gives the most that it saw. */
export function watchRetainedBytes(): () => number {
  const before = retainedBytes();
  let most = 0;
  const look = () => {
    most = Math.max(most, retainedBytes() - before);
  };
  const timer = setInterval(look, 100);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}
