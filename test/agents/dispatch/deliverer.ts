import { openStoreAt } from "../store/scene.ts";
import { deliverFailures } from "./failing-check.ts";

/** One of several processes that all see the same check fail: LOCATION FIRST COUNT; it begins when a line comes in. */
const [location = "", first = "", count = ""] = process.argv.slice(2);
await using scene = await openStoreAt(location);
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
await deliverFailures(scene, { first: Number(first), count: Number(count) });
process.stdin.destroy();
