// Random rows written to both databases by other programs, and carried to the other one: `node test/bench/carry-values.ts [ROWS] [SEED]`.
import { carryRandomValues } from "../config/carried-values.ts";
import { PostgresServer } from "../services/postgres.ts";
import { print } from "./parts/figure.ts";

const [count, seed] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 1)];
await using server = await PostgresServer.start();
const { rows, accepted, differences } = await carryRandomValues(server, count, seed);
process.stdout.write(`  ${rows} rows of seed ${seed}: ${accepted} accepted, ${rows - accepted} refused\n`);
for (const difference of differences.slice(0, 20)) process.stdout.write(`  ${difference}\n`);
print("rows on which not everybody agrees", differences.length, { atMost: 0 });
