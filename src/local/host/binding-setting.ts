import { resolveSettings } from './app-settings';
import type { Binding } from './invocation';

/**
 * Reads a text of a binding, with the settings that it names put in.
 * @throws Error that names what is missing
 */
export const bindingSetting =
  (trigger: Binding, env: NodeJS.ProcessEnv, where: string) =>
  (property: string, fallback?: string): string => {
    const value = trigger[property] ?? fallback;
    if (typeof value === 'string' && value !== '') return resolveSettings(value, env, where);
    throw new Error(`${where} has no ${property}.`);
  };
