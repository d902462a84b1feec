import process from "node:process";

/** Runs something as an ordinary user: as root, permissions stop nothing and a test of them proves nothing. */
export function asOrdinaryUser<Result>(run: () => Result): Result {
  if (process.geteuid?.() !== 0) return run();
  const nobody = 65534;
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  try {
    return run();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

/** {@link asOrdinaryUser} for something that takes its time; nothing else may run in the process meanwhile. */
export async function asOrdinaryUserLater<Result>(run: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return run();
  const nobody = 65534;
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
