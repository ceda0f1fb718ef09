import { AMQP_PREFIX } from '../../contracts/envelope';
import type { CapturedEvent } from './captured-event';
import type { Window } from './find-files';

export interface Selection extends Window {
  /** Any of them; all if absent. */
  types?: readonly string[];
  tenant?: string;
}

const SECOND = 1000;

const bodyOf = ({ body }: CapturedEvent): Record<string, unknown> => {
  try {
    return (JSON.parse(body.toString('utf8')) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** An attribute of a CloudEvent: from the properties that repeat it, else from the body. */
export const attributeOf = (
  event: CapturedEvent,
  name: 'type' | 'tenantid' | 'correlationid',
): string | undefined => {
  const value = event.properties[`${AMQP_PREFIX}${name}`] ?? bodyOf(event)[name];
  return typeof value === 'string' ? value : undefined;
};

/** Whether an event is asked for. Capture tells whole seconds: a second that the window touches is in it. */
export const selects =
  ({ from, to, types, tenant }: Selection) =>
  (event: CapturedEvent): boolean =>
    event.enqueuedAt + SECOND > from &&
    event.enqueuedAt < to &&
    (types === undefined || types.includes(attributeOf(event, 'type') ?? '')) &&
    (tenant === undefined || attributeOf(event, 'tenantid') === tenant);
