import { meaningOf } from './event-types';

const VERSION = /[/@](\d{1,6})$/;

/** The version that a `dataschema` names at its end (`…/2`, `…@2`); 1 where there is none, undefined where it names no version. */
export const schemaVersion = (dataschema?: string): number | undefined => {
  if (dataschema === undefined) return 1;
  const match = VERSION.exec(dataschema);
  return match ? Number(match[1]) : undefined;
};

/**
 * The key of the schema of an event's data. Tasks and ends are alike in all domains, and share a schema:
 * `business.invoice.task.created` -> `task.created@1`; every other type has its own.
 */
export const schemaKeyOf = (type: string, version = 1): string => {
  const meaning = meaningOf(type);
  switch (meaning.kind) {
    case 'task':
      return `task.${meaning.what}@${version}`;
    case 'end':
      return `intent.${meaning.what}@${version}`;
    case 'intent':
    case 'mesh':
    case 'unknown':
      return `${type}@${version}`;
  }
};
