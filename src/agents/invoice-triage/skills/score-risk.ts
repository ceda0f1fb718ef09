import { skill } from '../../../kit';
import type { Policy } from '../policy';
import { riskOf } from '../risk';

/** Judges how risky it is to post a document, by a policy. */
export const scoreRisk = ({ policy }: { policy: Policy }) =>
  skill({
    name: 'invoice.score-risk@1',
    input: 'invoice/case@1',
    output: 'invoice/risk@1',
    effects: 'none',
    perform: (it) => riskOf(it, policy),
  });
