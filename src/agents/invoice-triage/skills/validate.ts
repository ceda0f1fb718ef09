import { skill } from '../../../kit';
import { RULES_VERSION, validate as findingsIn } from '../rules';

/** Checks the figures of a document. */
export const validate = skill({
  name: 'invoice.validate@1',
  input: 'invoice/facts@1',
  output: 'invoice/findings@1',
  effects: 'none',
  perform: (facts) => {
    const findings = findingsIn(facts);
    return { valid: findings.length === 0, rules: RULES_VERSION, findings };
  },
});
