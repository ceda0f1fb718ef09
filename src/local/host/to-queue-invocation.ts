import type { DequeuedMessageItem } from '@azure/storage-queue';
import type { Invocation } from './invocation';
import type { TypedData } from './typed-data';

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * What the platform makes of a queue message: its text (JSON is parsed by the library), or its bytes where the binding
 * has `dataType: 'binary'`.
 * @returns undefined where the text is not in the encoding that host.json names
 */
export const toQueueInvocation = (
  functionName: string,
  message: DequeuedMessageItem,
  encoding: 'base64' | 'none',
  dataType: unknown,
): Invocation | undefined => {
  const body = encoding === 'none' ? Buffer.from(message.messageText) : fromBase64(message.messageText);
  if (!body) return undefined;
  const input: TypedData = dataType === 'binary' ? { bytes: body } : { string: body.toString('utf8') };
  return {
    functionName,
    input,
    triggerMetadata: { QueueTrigger: { string: body.toString('utf8') }, ...metadata(message) },
  };
};

const fromBase64 = (text: string): Buffer | undefined =>
  base64.test(text) ? Buffer.from(text, 'base64') : undefined;

const metadata = (message: DequeuedMessageItem): Record<string, TypedData> => ({
  Id: { string: message.messageId },
  PopReceipt: { string: message.popReceipt },
  DequeueCount: { json: String(message.dequeueCount) },
  InsertionTime: { json: dateTimeOffset(message.insertedOn) },
  ExpirationTime: { json: dateTimeOffset(message.expiresOn) },
  NextVisibleTime: { json: dateTimeOffset(message.nextVisibleOn) },
});

/** As .NET writes a moment with its offset; the queue service knows whole seconds. */
const dateTimeOffset = (date: Date): string =>
  JSON.stringify(date.toISOString().replace(/\.\d+Z$/, '+00:00'));
