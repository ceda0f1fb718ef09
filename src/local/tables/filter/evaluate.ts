import type { Properties } from '../properties';
import { microsOf } from '../stamp';
import type { Condition, Operator } from './parse';
import type { Value } from './tokens';

const typedText = (text: string, type: unknown): Value => {
  switch (type) {
    case 'Edm.Int64':
      return { kind: 'number', value: BigInt(text.replace('+', '')) };
    case 'Edm.DateTime':
      return { kind: 'time', value: microsOf(text) };
    case 'Edm.Guid':
      return { kind: 'guid', value: text.toLowerCase() };
    case 'Edm.Binary':
      return { kind: 'binary', value: Buffer.from(text, 'base64').toString('hex') };
    case 'Edm.Double':
      return { kind: 'number', value: Number(text) };
    default:
      return { kind: 'string', value: text };
  }
};

const valueOf = (name: string, row: Properties): Value | undefined => {
  const value = row[name];
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  return typeof value === 'string' ? typedText(value, row[`${name}@odata.type`]) : undefined;
};

const holds = (operator: Operator, left: Value['value'], right: Value['value']): boolean => {
  switch (operator) {
    case 'eq':
      // 5 and 5n are one number to ==, which is meant.
      // oxlint-disable-next-line eqeqeq
      return left == right;
    case 'ne':
      // oxlint-disable-next-line eqeqeq
      return left != right;
    case 'gt':
      return left > right;
    case 'ge':
      return left >= right;
    case 'lt':
      return left < right;
    case 'le':
      return left <= right;
  }
};

/** Whether a row is what a filter asks for. A comparison with what is not there, or of another kind, does not hold. */
export const matches = (condition: Condition, row: Properties): boolean => {
  switch (condition.kind) {
    case 'and':
      return matches(condition.left, row) && matches(condition.right, row);
    case 'or':
      return matches(condition.left, row) || matches(condition.right, row);
    case 'not':
      return !matches(condition.of, row);
    case 'always':
      return condition.holds;
    case 'is':
      return row[condition.name] === true;
    case 'compare': {
      const found = valueOf(condition.name, row);
      return (
        found?.kind === condition.literal.kind &&
        holds(condition.operator, found.value, condition.literal.value)
      );
    }
  }
};
