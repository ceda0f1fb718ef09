import { UsageError } from './usage-error';

/** Options of the broker that `npm start` hands on; what stands in the environment reaches it anyway. */
export const RETENTION = ['retention-hours', 'retention-mb'] as const;
export type Retention = Readonly<Partial<Record<(typeof RETENTION)[number], string>>>;

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** @throws UsageError for what is no whole number */
export const chooseRetention = (values: Values): Retention =>
  Object.fromEntries(
    RETENTION.filter((name) => values[name] !== undefined).map((name) => {
      const text = String(values[name]);
      if (/^\d{1,6}$/.test(text)) return [name, text];
      throw new UsageError(`--${name} is '${text}': give a whole number up to 999999.`);
    }),
  );
