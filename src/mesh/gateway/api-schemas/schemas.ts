import { link, list, object, text } from './parts';

export const Schemas = object(['schemas'], {
  schemas: list(
    object(['type', 'version', 'link'], {
      type: text('Event type, or name of the data of a skill.'),
      version: { type: 'integer', minimum: 1, description: 'Version of the schema.' },
      link: link('Where to read the schema.'),
    }),
    'Every schema.',
  ),
});
