import { readSettings } from '../settings';
import { once } from './once';

/** The settings of this process. @throws SettingsError that names every one that is wrong */
export const settings = once(() => readSettings(process.env));
