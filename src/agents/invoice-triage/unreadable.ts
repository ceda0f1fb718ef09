import { BusinessFailure } from '../../kit';

export type Unreadable =
  | 'document-too-large'
  | 'document-encoding'
  | 'document-not-xml'
  | 'document-doctype'
  | 'document-not-an-invoice'
  | 'document-incomplete'
  | 'document-value';

/** Ends the run as failed: sending the same document again would end the same way, so it is the sender's to mend. */
export const unreadable = (code: Unreadable, message: string): never => {
  throw new BusinessFailure(code, message);
};
