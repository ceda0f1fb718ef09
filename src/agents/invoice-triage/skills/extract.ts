import { skill } from '../../../kit';
import { documentText } from '../document';
import { extractFacts } from '../extract';

/** Reads a document. One that cannot be read ends the run as failed, with the reason. */
export const extract = skill({
  name: 'invoice.extract@1',
  input: 'business.invoice.intent@1',
  output: 'invoice/facts@1',
  effects: 'none',
  perform: (intent) => extractFacts(documentText(intent)),
});
