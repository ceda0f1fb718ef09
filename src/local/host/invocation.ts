import type { TypedData } from './typed-data';

/** One call of a function, as a trigger asks for it. */
export interface Invocation {
  functionName: string;
  input: TypedData;
  triggerMetadata?: Record<string, TypedData>;
  retryContext?: RetryContext;
  traceContext?: { traceParent: string; traceState: string };
}

export interface RetryContext {
  retryCount: number;
  /** -1 is unlimited. */
  maxRetryCount: number;
  exception?: { message: string; source?: string; stackTrace?: string };
}

/** Why a call has no result: the function threw, its process ended under it, it ran too long, or the host stops. */
export type FailureCause = 'thrown' | 'process-ended' | 'timed-out' | 'stopping';

export type Outcome =
  | { kind: 'succeeded'; returnValue: TypedData | null }
  | { kind: 'failed'; cause: FailureCause; message: string; stack?: string };

/** The port between triggers and the function process. It never rejects: a failure is an outcome. */
export type Invoke = (invocation: Invocation) => Promise<Outcome>;

/** A function as the bundle registered it. */
export interface RegisteredFunction {
  name: string;
  bindings: Record<string, Binding>;
  retryOptions?: RetryOptions;
}

export interface Binding {
  type: string;
  direction?: string;
  [property: string]: unknown;
}

/** Delays come in whole seconds: that is what the platform's protocol carries. */
export interface RetryOptions {
  retryStrategy: 'fixedDelay' | 'exponentialBackoff';
  maxRetryCount: number;
  delayInterval?: { seconds: number };
  minimumInterval?: { seconds: number };
  maximumInterval?: { seconds: number };
}

/** What a trigger gives back when it has started. */
export interface Listener {
  /** Takes nothing new; resolves when what was under way has ended. */
  close(): Promise<void>;
  /** Drops what is still open after that: every call has had its outcome by then. */
  abandon?: () => void;
}

/** @returns the one binding that starts the function, or undefined where there is none */
export const triggerOf = (registered: RegisteredFunction): (Binding & { name: string }) | undefined => {
  const entry = Object.entries(registered.bindings).find(([, binding]) => /trigger$/i.test(binding.type));
  return entry && { ...entry[1], name: entry[0] };
};
