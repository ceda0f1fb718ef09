import { amqpProperties, httpHeaders } from '../../../contracts/envelope';
import type { MeshEvent } from '../../../contracts/event';
import type { Meaning } from '../../../contracts/event-types';
import { examples } from '../../../contracts/generated/examples';
import { attemptIdOf, resultIdOf, taskIdOf } from '../../../contracts/ids';
import { ACCEPTED_AT, ENDED_AT, RUN, TRACE } from '../examples/names';
import type { EventKind } from './event-kinds';

const TASK = taskIdOf(RUN, 'extract');
const PLANNER = '/mesh/planner';

/** Who sends it, and how it is named: as the mesh names its events. */
const namesOf = (meaning: Meaning, type: string): Pick<MeshEvent, 'id' | 'source' | 'subject' | 'time'> => {
  switch (meaning.kind) {
    case 'intent':
      return { id: 'INV-4711', source: '/erp/contoso', subject: 'Invoice 4711', time: ACCEPTED_AT };
    case 'task':
      return meaning.what === 'created'
        ? { id: attemptIdOf(TASK, 1), source: PLANNER, subject: TASK, time: ACCEPTED_AT }
        : { id: resultIdOf(TASK, 1, meaning.what), source: '/mesh/worker', subject: TASK, time: ENDED_AT };
    default:
      return { id: `${RUN}.${type.split('.').at(-1)}`, source: PLANNER, subject: RUN, time: ENDED_AT };
  }
};

const eventOf = ({ type, meaning }: EventKind, data: unknown): MeshEvent => ({
  specversion: '1.0',
  type,
  ...namesOf(meaning, type),
  datacontenttype: 'application/json',
  correlationid: RUN,
  tenantid: 'contoso',
  traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
  data,
});

const named = <T extends object>(example: T, at: number) => ({ name: `example-${at + 1}`, ...example });

/** The events that the examples of its schema would be. */
export const eventExamples = (kind: EventKind) =>
  (examples[kind.schema] ?? [])
    .map((data) => eventOf(kind, data))
    .map((event) => ({ headers: amqpProperties(event), payload: event }))
    .map(named);

/** What a subscriber is sent: the event in binary mode. */
export const webhookExamples = (type: string, schema: string) =>
  (examples[schema] ?? [])
    .map((data) => ({
      headers: httpHeaders({
        specversion: '1.0',
        id: `${RUN}.completed`,
        source: `/api/runs/${RUN}`,
        type,
        time: ENDED_AT,
        correlationid: RUN,
      }),
      payload: data,
    }))
    .map(named);
