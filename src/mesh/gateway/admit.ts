import { asDocument } from '../../contracts/envelope';
import type { MeshEvent } from '../../contracts/event';
import { runIdOf } from '../../contracts/ids';
import type { Fault } from '../../contracts/problem';
import type { ProblemKind } from '../../contracts/problems';
import type { SchemaBook } from '../../contracts/schema-book';
import { schemaKeyOf, schemaVersion } from '../../contracts/schema-key';
import type { Catalog } from '../catalog';
import type { Caller } from './route';

export interface AdmitDeps {
  catalog: Catalog;
  book: SchemaBook;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export type Admitted =
  | { ok: true; event: MeshEvent & { correlationid: string } }
  | { ok: false; kind: ProblemKind; faults: readonly Fault[] };

/** An intent as it is admitted. */
export interface Admission {
  caller: Caller;
  /** Of the request's span: for events that bring no trace of their own. */
  traceparent: string | undefined;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/;

const unknownType = (message: string): Admitted => ({
  ok: false,
  kind: 'unknown-type',
  faults: [{ pointer: '/type', message }],
});
const unknownVersion = (message: string): Admitted => ({
  ok: false,
  kind: 'unknown-type',
  faults: [{ pointer: '/dataschema', message }],
});

const versionOf = (key: string): string => key.slice(key.lastIndexOf('@') + 1);

/** Where the trace started: what a sender says of it is kept, with its state, as long as it can be read. */
const traceOf = ({ traceparent, tracestate }: MeshEvent, own: string | undefined) =>
  traceparent !== undefined && TRACEPARENT.test(traceparent)
    ? { traceparent, ...(tracestate !== undefined && { tracestate }) }
    : own === undefined
      ? {}
      : { traceparent: own };

/**
 * Checks one intent and completes it with what only the mesh may say: run, tenant, who asked. Senders' own values of
 * those are replaced; which attempt or replay an event is, they cannot say at all.
 */
export const admitIntent =
  ({ catalog, book, now }: AdmitDeps) =>
  (posted: MeshEvent, { caller, traceparent }: Admission): Admitted => {
    const planned = catalog.planFor(posted.type);
    if (!planned)
      return unknownType(`no agent fulfils '${posted.type}'; see /api/openapi.json for what can be asked`);
    const version = schemaVersion(posted.dataschema);
    const known = `version ${versionOf(planned.schema)} of '${posted.type}' is known`;
    if (version === undefined)
      return unknownVersion(`names no version: it must end in /<version> or @<version>; ${known}`);
    if (schemaKeyOf(posted.type, version) !== planned.schema)
      return unknownVersion(`version ${version} is not known: ${known}`);
    if (posted.dataref !== undefined)
      return {
        ok: false,
        kind: 'invalid-event',
        faults: [{ pointer: '/dataref', message: 'only the mesh may set it: send the data itself' }],
      };

    const event = asDocument(posted);
    const faults = book.faults(planned.schema, event.data);
    if (faults.length > 0) return { ok: false, kind: 'invalid-data', faults: faults.map(belowData) };

    const {
      attempt: _attempt,
      replayid: _replayid,
      replayedby: _replayedby,
      dataclassification: _classification,
      dataexposed: _exposed,
      traceparent: _trace,
      tracestate: _state,
      ...rest
    } = event;
    const { tenant } = caller;
    const correlationid = runIdOf({
      tenant,
      source: event.source,
      id: event.id,
      partitionKey: event.partitionkey,
    });
    return {
      ok: true,
      event: {
        ...rest,
        time: event.time ?? new Date(now()).toISOString(),
        ...traceOf(posted, traceparent),
        correlationid,
        tenantid: tenant,
        authtype: caller.type,
        authid: caller.id,
      },
    };
  };

const belowData = ({ pointer, message }: Fault): Fault => ({ pointer: `/data${pointer}`, message });
