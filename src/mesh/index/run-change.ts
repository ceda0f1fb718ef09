import type { MeshEvent } from '../../contracts/event';
import type { MeshRunChanged } from '../../contracts/generated/schemas';
import type { RunChange, WaitingTask } from '../ports/run-index';

type Owned = MeshEvent & { tenantid: string; correlationid: string };

/** Whether it is known whose run an event is of. */
export const isOwned = (event: MeshEvent): event is Owned =>
  Boolean(event.tenantid) && Boolean(event.correlationid);

/** What `mesh.run.changed` says; its data fits its schema. */
export const runChangeOf = ({ tenantid: tenant, correlationid: run, data }: Owned): RunChange => {
  const { status, type, subject, acceptedAt, at, waiting, answered } = data as MeshRunChanged;
  return {
    run: {
      run,
      tenant,
      status,
      type,
      ...(subject !== undefined && { subject }),
      acceptedAt: Date.parse(acceptedAt),
      at: Date.parse(at),
    },
    waiting: waiting.map(({ since, due, ...task }): WaitingTask => ({
      ...task,
      run,
      tenant,
      since: Date.parse(since),
      ...(due !== undefined && { due: Date.parse(due) }),
    })),
    answered,
  };
};
