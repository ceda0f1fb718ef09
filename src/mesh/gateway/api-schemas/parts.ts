import { STATUSES } from '../statuses';

/** The parts that shapes are made of. */

export const text = (description: string) => ({ type: 'string', description });
export const count = (description: string) => ({ type: 'integer', minimum: 0, description });
export const instant = (description: string) => ({ type: 'string', format: 'date-time', description });
export const link = (description: string) => ({ type: 'string', format: 'uri', description });
export const list = (items: object, description: string) => ({ type: 'array', items, description });
export const object = (required: readonly string[], properties: object) => ({
  type: 'object',
  required,
  properties,
});

export const runId = { type: 'string', format: 'uuid', description: 'Id of the run.' };
export const status = {
  type: 'string',
  enum: STATUSES,
  description: 'What has become of the intent so far.',
};
export const cursor = text('Where to go on: absent on the last page.');
