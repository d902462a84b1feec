/** Whoever reads along may stop at any line (`| head`): what comes after is for nobody. */
export function passOverClosedPipe(problem: NodeJS.ErrnoException): void {
  if (problem.code !== "EPIPE") throw problem;
}
