import type { RouteExamples } from './example';
import { ACCEPTED_AT, RUN, TYPE, expectedLink } from './names';
import { shown } from './problems';

const DATA = { document: '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>' };

const event = (id: string) => ({
  specversion: '1.0',
  id,
  source: '/erp/contoso',
  type: TYPE,
  subject: id,
  time: ACCEPTED_AT,
  partitionkey: 'supplier-42',
  priority: 'normal',
  data: DATA,
});

const accepted = (id: string) => ({ id, source: '/erp/contoso', runId: RUN, link: expectedLink });

const POSTED = {
  'invalid-event': shown('invalid-event'),
  'invalid-data': shown('invalid-data'),
  'unknown-type': shown('unknown-type'),
};

export const intentExamples: Readonly<Record<string, RouteExamples>> = {
  PostEvents: {
    request: {
      'application/cloudevents+json': { one: { summary: 'One event', value: event('INV-4711') } },
      'application/cloudevents-batch+json': {
        batch: { summary: 'A batch of two', value: [event('INV-4711'), event('INV-4712')] },
      },
      '*/*': {
        binary: { summary: 'Binary mode: attributes are ce- headers, the body is the data', value: DATA },
      },
    },
    responses: {
      202: { accepted: { summary: 'The broker has it', value: { accepted: [accepted('INV-4711')] } } },
    },
    problems: { 400: POSTED },
  },
  PostIntent: {
    params: { type: TYPE },
    request: {
      'application/json': {
        least: { summary: 'What is needed', value: { reference: 'INV-4711', data: DATA } },
        most: {
          summary: 'With all that can be said',
          value: {
            reference: 'INV-4712',
            data: { ...DATA, encoding: 'text', fileName: 'INV-4712.xml' },
            version: 1,
            priority: 'high',
            deadline: '2036-11-21T18:00:00Z',
            subject: 'INV-4712',
            partitionKey: 'supplier-42',
          },
        },
      },
      'application/xml': { document: { summary: 'The document itself', value: DATA.document } },
      'text/xml': { document: { summary: 'The document itself', value: DATA.document } },
    },
    responses: {
      202: {
        accepted: {
          summary: 'The broker has it',
          value: { runId: RUN, status: 'accepted', link: expectedLink },
        },
      },
    },
    problems: {
      400: { 'invalid-request': shown('invalid-request'), ...POSTED },
      404: { 'not-found': shown('not-found') },
    },
  },
};
