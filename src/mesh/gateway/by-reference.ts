import { contentRef } from '../../contracts/dataref';
import { LIMITS } from '../../contracts/limits';
import { faultyProblem } from '../../contracts/problems';
import { exposedIn, type Handling } from '../../contracts/restricted';
import type { ContentStore } from '../ports/content-store';
import { exposureFault, sealEvent, type OfRun } from '../seal';
import { ProblemError } from './problem-error';

export interface ByReference {
  contents: Pick<ContentStore, 'put'>;
  /** Where restricted data is put; the gateway cannot read it. */
  restricted: Pick<ContentStore, 'put'>;
  /** What the schema of an event's data says about where it may go. */
  handling: (event: OfRun) => Handling;
  /** Size of the body that the events came in: where that is small, nothing needs to be measured. */
  bodyBytes: number;
}

/** Bytes grow by a third when they become base64, and JSON hardly grows when it is written again. */
const isSurelySmall = (bodyBytes: number): boolean => bodyBytes <= LIMITS.inlineData / 2;

/** Puts an event's data away when it is too large to travel, and lets a reference travel instead. */
const lighten = async (event: OfRun, { contents, bodyBytes }: ByReference): Promise<OfRun> => {
  const { data, ...rest } = event;
  if (data === undefined || isSurelySmall(bodyBytes)) return event;
  const bytes = Buffer.from(JSON.stringify(data));
  if (bytes.length <= LIMITS.inlineData) return event;
  const dataref = contentRef(event.correlationid, bytes);
  await contents.put(dataref, bytes);
  return { ...rest, dataref };
};

/** What may be seen of restricted data has to fit into the event. @throws ProblemError */
const checkExposure = (handling: Handling, data: unknown, pointer: string): void => {
  const message = exposureFault(handling, data);
  if (message !== undefined) throw new ProblemError(faultyProblem('invalid-data', [{ pointer, message }]));
};

/** Puts restricted data where only few may read it, whatever its size. */
export const sealFor = async (
  event: OfRun,
  { restricted, handling, data, value }: Pick<ByReference, 'restricted'> & SealOptions,
): Promise<OfRun> => {
  const sealed = sealEvent(event, data, exposedIn(handling, value));
  await restricted.put(sealed.ref, sealed.bytes);
  return sealed.event;
};

interface SealOptions {
  handling: Handling;
  /** What is kept. */
  data: unknown;
  /** What the schema is about: all of that, or a part. */
  value: unknown;
}

/**
 * Events as they travel: restricted data by reference, and large data. It is kept before any event is sent, so that nobody
 * is told of what is not there.
 * @throws ProblemError where more of restricted data would be seen than an event carries
 */
export const byReference = async (
  events: readonly OfRun[],
  options: ByReference,
): Promise<readonly OfRun[]> => {
  const { restricted } = options;
  const handlings = events.map(options.handling);
  events.forEach(({ data }, index) => checkExposure(handlings[index]!, data, '/data'));
  return Promise.all(
    events.map((event, index) => {
      const handling = handlings[index]!;
      const { data } = event;
      return handling.restricted
        ? sealFor(event, { restricted, handling, data, value: data })
        : lighten(event, options);
    }),
  );
};
