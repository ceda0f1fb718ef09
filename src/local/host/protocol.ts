import type { HostLogLevel } from './log';
import type { Invocation, RegisteredFunction } from './invocation';
import type { WireData } from './typed-data';

/** What the host tells the function process. */
export type ToWorker =
  | ({ type: 'invoke'; id: number; invocationId: string; input: WireData } & Omit<Invocation, 'input'>)
  | { type: 'terminate' };

/** What the function process tells the host. */
export type ToHost =
  | { type: 'ready'; functions: RegisteredFunction[]; httpUri?: string }
  | { type: 'load-failed'; message: string }
  | { type: 'succeeded'; id: number; returnValue: WireData | null }
  | { type: 'failed'; id: number; message: string; stack?: string }
  | { type: 'log'; level: HostLogLevel; message: string; functionName?: string; invocationId?: string };

/** The pipe between the two, counted after stdin, stdout, stderr. */
export const channelFd = 3;
