import { readFileSync } from 'node:fs';
import { PROBLEM_KINDS, PROBLEMS } from '../../src/contracts/problems';

const page = readFileSync('docs/api-management.md', 'utf8');
const rows = [...page.matchAll(/^\| (\d{3})\s+\| `\/problems\/([\w-]+)`/gm)].map(
  ([, status, kind]) => `${status} ${kind}`,
);

it('stand in the documentation, each with its status, and no others', () => {
  const known = PROBLEM_KINDS.map((kind) => `${PROBLEMS[kind].status} ${kind}`);
  expect([...new Set(rows)].toSorted()).toEqual(known.toSorted());
});
