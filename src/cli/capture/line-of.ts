import type { Located } from './read-files';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** JSON as it is, on one line: outside of strings a line break is only a blank, and within them there is none. */
const onOneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

/** An event's body as members of a JSON object. */
const bodyMember = (body: Buffer): string => {
  const text = body.toString('utf8');
  return isJson(text)
    ? `"event":${onOneLine(text)}`
    : `"body_base64":${JSON.stringify(body.toString('base64'))}`;
};

const metadataOf = ({ event, file }: Located): string =>
  JSON.stringify({
    namespace: file.namespace,
    hub: file.hub,
    partition: file.partition,
    sequence: event.sequence,
    offset: event.offset,
    enqueuedAt: new Date(event.enqueuedAt).toISOString(),
    file: file.name,
  });

/** One line of JSONL: the event as it was published, and beside it where Capture had it from. */
export const lineOf = (located: Located): string =>
  `{${bodyMember(located.event.body)},"capture":${metadataOf(located)}}\n`;

/** One line of JSONL: nothing but the event; a body that is no JSON as `body_base64`. */
export const rawLineOf = ({ event: { body } }: Located): string => {
  const text = body.toString('utf8');
  return `${isJson(text) ? onOneLine(text) : `{${bodyMember(body)}}`}\n`;
};
