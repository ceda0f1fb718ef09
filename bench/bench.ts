// `npm run bench`: measures the mesh on this machine, writes bench/results/latest.json, and fails where it must.
import { runBench } from './run';

runBench().then(
  (ok) => process.exit(ok ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
