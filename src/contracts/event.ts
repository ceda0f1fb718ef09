import type { CloudEventV1 } from 'cloudevents';

export type Priority = 'high' | 'normal' | 'low';

/**
 * A CloudEvents 1.0 event with the mesh's extension attributes.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export interface MeshEvent<T = unknown> extends CloudEventV1<T> {
  /** The run that the event belongs to. */
  correlationid?: string;
  /** `id` of the event that caused this one. */
  causationid?: string;
  /** Where the trace started, unchanged over all hops (W3C Trace Context). */
  traceparent?: string;
  tracestate?: string;
  /** Order is kept within it. */
  partitionkey?: string;
  /** From the caller's token, never from its body. */
  tenantid?: string;
  authtype?: string;
  authid?: string;
  priority?: Priority;
  /** RFC 3339; when the answer is worth nothing any more. */
  deadline?: string;
  /** Which try this is, from 1. */
  attempt?: number;
  /** The replay that brought the event back. */
  replayid?: string;
  /** Who asked for that replay: the `authid` of the operator. */
  replayedby?: string;
  /** Where the data is, when it does not travel with the event. */
  dataref?: string;
  /** `restricted` where the data is: it is behind `dataref`, where only few may read it. Set by the mesh alone. */
  dataclassification?: string;
  /** JSON of what may be seen of restricted data: its exposed properties. Set by the mesh alone. */
  dataexposed?: string;
}
