// src/runtime/version.ts
const version = "0.1.0";
// src/runtime/closed-pipe.ts
function passOverClosedPipe(problem) {
	if (problem.code !== "EPIPE") throw problem;
}
export { passOverClosedPipe, version };
