import { unescaped } from '../../contracts/json-pointer';

/** The path that a JSON Pointer takes; undefined when the text is not one. @see https://www.rfc-editor.org/rfc/rfc6901 */
export const parsePointer = (pointer: string): readonly string[] | undefined => {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  return pointer.slice(1).split('/').map(unescaped);
};

/** What lies at the end of the path; undefined where there is nothing. */
export const valueAt = (value: unknown, path: readonly string[]): unknown => path.reduce(member, value);

const INDEX = /^(?:0|[1-9]\d*)$/;

const member = (value: unknown, name: string): unknown => {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return INDEX.test(name) ? value[Number(name)] : undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
};
