import { skill } from '../../../kit';
import { decisionOf } from '../decision';

/** Says what became of a document. */
export const decide = skill({
  name: 'invoice.decide@1',
  input: 'invoice/outcome@1',
  output: 'invoice/decision@1',
  effects: 'none',
  perform: decisionOf,
});
