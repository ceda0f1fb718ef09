export { meshClient, meshClientOver, type MeshClient } from './client';
export { MeshProblem, MeshUnreachable } from './problem';
export { StillRunning, type RunRef, type WaitOptions } from './wait';
export type { FollowOptions, JournalEntry, RunEnd, RunNews } from './follow';
export type { Wish } from './fulfil';
export type { Answered, CallOptions } from './operation';
export type { RetryPolicy } from './retry';
export { transport, type MeshOptions, type Request, type Send } from './transport';
export type {
  Answer,
  Args,
  Body,
  Intents,
  Methods,
  OperationId,
  Operations,
  PagedMethods,
} from './generated/operations';
export type * from './generated/types';
