import { existsSync, readFileSync } from 'node:fs';
import { UsageError } from './usage-error';

const FILE = 'local.settings.json';

const wrong = (what: string): UsageError =>
  new UsageError(
    `${FILE} cannot be used: ${what}. It looks like local.settings.sample.json: { "Values": { "NAME": "text" } }.`,
  );

const parsed = (text: string): { Values?: unknown } => {
  try {
    return JSON.parse(text) as { Values?: unknown };
  } catch (error) {
    throw wrong(`it is not JSON (${(error as Error).message.replaceAll(/\s+/g, ' ')})`);
  }
};

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checked = (settings: unknown): Record<string, string> => {
  if (!isObject(settings)) throw wrong('it is not an object');
  const { Values: values = {} } = settings as { Values?: unknown };
  if (!isObject(values)) throw wrong('its Values are not an object');
  const other = Object.entries(values).find(([, value]) => typeof value !== 'string');
  if (other) throw wrong(`the value of ${other[0]} is not text`);
  return values as Record<string, string>;
};

/** The developer's own settings, where there are any. @throws UsageError */
export const ownSettings = (): Record<string, string> =>
  existsSync(FILE) ? checked(parsed(readFileSync(FILE, 'utf8'))) : {};
