import { hash } from 'node:crypto';
import { refusal } from './problem-error';
import type { Answer, ApiRequest, Caller, Parameter } from './route';

/** Header of requests that may be sent again, for the document. */
export const idempotencyKey = (more = ''): Readonly<Record<string, Parameter>> => ({
  'Idempotency-Key': {
    description: `Names this request: sent again with the same key and body, it is done once and answered alike; with another body the answer is 422. A key belongs to its caller.${more}`,
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  },
});

export const KEY_REUSED: Answer = { description: 'The idempotency key came with another body before.' };

/** Visible ASCII, but for quotes and backslashes. */
const KEY = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** A key and what came with it, as it is kept: nobody who reads it learns the key. */
export interface Named {
  /** Of caller and key. */
  name: string;
  /** Of the body. */
  body: string;
}

const hashOf = (...parts: readonly string[]): string => hash('sha256', JSON.stringify(parts), 'base64url');

const keyIn = ({ headers }: Pick<ApiRequest, 'headers'>): string | undefined => {
  const header = headers['idempotency-key']?.trim();
  // The draft of the IETF has it in quotes; most clients do not.
  return header?.replace(/^"(.*)"$/, '$1');
};

export interface IdempotentRequest extends Named {
  /** Something that follows from caller, key and these parts, and from nothing that others know. */
  derive(...parts: readonly string[]): string;
}

export interface KeyOptions {
  request: Pick<ApiRequest, 'headers'>;
  caller: Caller;
  /** As it was read. */
  body: unknown;
  /** Characters that a key has at least. */
  least?: number;
}

/**
 * The request as its key names it; undefined without a key.
 * @throws ProblemError for a key that is none
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export const namedRequest = ({
  request,
  caller,
  body,
  least = 1,
}: KeyOptions): IdempotentRequest | undefined => {
  const key = keyIn(request);
  if (key === undefined) return undefined;
  if (!KEY.test(key) || key.length > 200 || key.length < least)
    throw refusal(
      'invalid-request',
      `Idempotency-Key must have ${least} to 200 visible characters, without quotes; a UUID will do.`,
    );
  const owner = [caller.tenant, caller.type, caller.id];
  return {
    name: hashOf('name', ...owner, key),
    body: hashOf('body', JSON.stringify(body)),
    derive: (...parts) => hashOf('derived', ...owner, key, ...parts),
  };
};

/** The same key stands for the same request. @throws ProblemError 422 */
export const checkSame = (now: Named, before: Named): void => {
  if (now.body !== before.body)
    throw refusal(
      'idempotency-key-reused',
      'This idempotency key came with another body before: send what was sent then, or take a new key.',
    );
};
