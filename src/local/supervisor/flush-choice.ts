import { flushOf, type Flush } from '../flush';
import { UsageError } from './usage-error';

/** @param given of the command line or the environment. @throws UsageError */
export const chooseFlush = (given: string | boolean | undefined): Flush => {
  try {
    return flushOf(String(given || 'later'));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};
