import type { Post, Posted } from '../../../src/mesh/ports/sink';

/** A subscriber that is away when it is first called; after that it takes what comes, unless it is to refuse it. */
export const subscriber = () => {
  /** What it took, by `ce-id`: the same delivery twice is one. */
  const taken = new Map<string, string>();
  const state = { calls: 0, refuses: false };
  const answer = (): number => {
    state.calls += 1;
    if (state.calls === 1) return 503;
    return state.refuses ? 422 : 200;
  };
  return {
    taken,
    refuse: (refuses: boolean) => void (state.refuses = refuses),
    post: async ({ headers, body }: Post): Promise<Posted> => {
      const status = answer();
      if (status === 200) taken.set(headers['ce-id']!, Buffer.from(body).toString('utf8'));
      return { kind: 'answered', status };
    },
  };
};
