import { object, text } from './parts';

/** The parts of plans, as more than one answer shows them. */

export const owner = {
  description: 'Whose plan it is.',
  ...object(['name', 'version'], { name: text('Its name.'), version: text('Its version.') }),
};

export const graph = {
  description: 'The graph of steps, as data.',
  ...object(['steps'], {
    steps: { type: 'object', additionalProperties: { type: 'object' }, description: 'Steps by name.' },
    output: { description: 'What the run answers, with references to what steps gave.' },
  }),
};

export const skills = {
  type: 'object',
  description: 'Skills by name.',
  additionalProperties: object(['by', 'effects'], {
    by: { enum: ['worker', 'person', 'external'], description: 'Who performs it.' },
    effects: { enum: ['none', 'idempotent', 'external'], description: 'What it does to the world.' },
  }),
};
