import { schemaBook } from '../../../src/contracts/ajv-schema-book';
import { RetryableError, TerminalError } from '../../../src/contracts/errors';
import { schemas } from '../../../src/contracts/generated/schemas';
import type { Agent } from '../../../src/mesh/catalog';
import type { Skill } from '../../../src/mesh/worker/skill';

export const FLOW = 'business.flow.intent';
export const BOOKING = 'business.booking.intent';

const ANY = { type: 'object' };
export const book = schemaBook({ ...schemas, 'flow/any@1': ANY, [`${FLOW}@1`]: ANY, [`${BOOKING}@1`]: ANY });

export interface Wish {
  n: number;
  /** What happens to the booking, until it is healed. */
  trouble?: 'busy' | 'dead';
  /** Makes what the first step gives too large to travel. */
  large?: true;
}

/** A ledger that books whatever it is told to, and can be asked. */
export const ledger = () => {
  const entries: { key: string; n: number }[] = [];
  return {
    entries,
    healed: false,
    refused: new Set<string>(),
    entryOf: (key: string) => entries.find((entry) => entry.key === key),
  };
};
export type Ledger = ReturnType<typeof ledger>;

/** Puts a boundary around what a skill does. */
export type Around = (what: string, call: () => Promise<unknown>) => Promise<unknown>;

const skill = (name: string, more: Partial<Skill> & Pick<Skill, 'perform'>): Skill => ({
  name,
  input: 'flow/any@1',
  output: 'flow/any@1',
  effects: 'none',
  repeat: 'keyed',
  timeoutMs: 10_000,
  retry: { attempts: 5 },
  by: 'worker',
  ...more,
});

/** look, book (the effect), ask (a person), tell; or the booking alone. */
export const flowAgent = (on: Ledger, around: Around): Agent => {
  const look = skill('flow.look@1', {
    perform: async (input) => {
      const wish = input as Wish;
      return wish.large ? { ...wish, text: 'x'.repeat(30_000) } : wish;
    },
  });
  const booked = async ({ n, trouble }: Wish, key: string) => {
    if (trouble === 'dead' && !on.healed) throw new TerminalError('broken', 'not until it is healed');
    if (trouble === 'busy' && !on.refused.has(key)) {
      on.refused.add(key);
      throw new RetryableError('busy', 'later', { retryAfterMs: 5_000 });
    }
    const entry = { key, n };
    on.entries.push(entry);
    return entry;
  };
  const post = skill('flow.book@1', {
    effects: 'external',
    repeat: 'probe',
    perform: (input, { key }) => around('skill.perform', () => booked(input as Wish, key)),
    probe: (_, { key }) => on.entryOf(key),
  });
  const ask = skill('flow.ask@1', { by: 'person', perform: () => undefined });
  const tell = skill('flow.tell@1', { perform: (input) => input });

  const after = (step: string, used: Skill) => ({
    skill: used.name,
    needs: [step],
    input: { $from: `/steps/${step}/output` },
  });
  const planned = { schema: `${FLOW}@1`, output: 'flow/any@1', skills: [look, post, ask, tell] };
  const begin = { needs: [], input: { $from: '/intent/data' } };
  return {
    name: 'flow',
    version: '1.0.0',
    owner: 'tests',
    plans: [
      {
        ...planned,
        intent: FLOW,
        plan: {
          steps: {
            look: { skill: look.name, ...begin },
            book: after('look', post),
            ask: after('book', ask),
            tell: after('ask', tell),
          },
          output: { entry: { $from: '/steps/book/output' }, told: { $from: '/steps/tell/output' } },
        },
      },
      {
        ...planned,
        intent: BOOKING,
        schema: `${BOOKING}@1`,
        plan: {
          steps: { book: { skill: post.name, ...begin } },
          output: { entry: { $from: '/steps/book/output' } },
        },
      },
    ],
  };
};
