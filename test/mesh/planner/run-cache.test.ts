import type { Run } from '../../../src/mesh/planner/run';
import { runCache } from '../../../src/mesh/planner/run-cache';

const KIB = 1024;

const stored = (id: string, { inline = 0, data = '', ...more }: Partial<Run> & { data?: string } = {}) => ({
  run: { id, status: 'running', inline, folds: [], intent: { data }, ...more } as unknown as Run,
  etag: `${id}-etag`,
});

/** Those of a hundred runs that are still known after all were kept. */
const knownOf100 = (bytes: number, more: Parameters<typeof stored>[1] = {}): number => {
  const cache = runCache(bytes);
  const ids = Array.from({ length: 100 }, (_, nth) => `run-${nth}`);
  for (const id of ids) cache.set(stored(id, more));
  return ids.filter((id) => cache.get(id)).length;
};

it('knows a run as it was last written', () => {
  const cache = runCache(100 * KIB);
  cache.set(stored('a'));
  cache.set({ ...stored('a'), etag: 'later' });
  expect(cache.get('a')?.etag).toBe('later');
  cache.delete('a');
  expect(cache.get('a')).toBeUndefined();
});

it.each([
  ['light ones', {}],
  ['ones with large outputs', { inline: 20 * KIB }],
  ['ones with a large intent', { data: 'x'.repeat(20 * KIB) }],
  ['ones with a long journal', { folds: Array.from({ length: 80 }, () => ({})) as unknown as Run['folds'] }],
])('forgets the oldest when they weigh too much: %s', (what, more) => {
  const known = knownOf100(400 * KIB, more);
  expect(known).toBe(what === 'light ones' ? 100 : Math.floor(400 / 22));
});

it('keeps those that were asked for', () => {
  const cache = runCache(5 * KIB);
  cache.set(stored('a'));
  cache.set(stored('b'));
  cache.get('a');
  cache.set(stored('c'));
  expect(['a', 'b', 'c'].filter((id) => cache.get(id))).toEqual(['a', 'c']);
});

it.each<[string, Partial<Run>]>([
  ['has ended', { status: 'completed' }],
  ['is wide', { inline: 65 * KIB }],
  ['has gone through much', { folds: Array.from({ length: 201 }, () => ({})) as unknown as Run['folds'] }],
])('does not keep a run that %s, and forgets what it was', (_what, more) => {
  const cache = runCache(1000 * KIB);
  cache.set(stored('a'));
  cache.set(stored('a', more));
  expect(cache.get('a')).toBeUndefined();
});
