import process from "node:process";
import { killDeliveries } from "../attack/kill-delivery.ts";

// The long run of the kill test: node test/campaigns/kill-delivery.ts [kills] [seed]
const kills = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const { killed, done } = await killDeliveries(kills, seed);
process.stdout.write(
  `${kills} runs, seed ${seed}: ${killed} killed, ${done} done before; nothing torn, all completed\n`,
);
