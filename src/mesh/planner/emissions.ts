import type { MeshEvent } from '../../contracts/event';
import { MESH, taskType } from '../../contracts/event-types';
import { RESTRICTED } from '../../contracts/restricted';
import { changedEvent } from './changed-event';
import type { Content } from './context';
import { erasedIdOf, turnIn, unanswered } from './emission-ids';
import { endEvent } from './end-event';
import { light } from './heavy';
import type { Run } from './run';
import { domainOf, envelope, given, PLANNER } from './run-envelope';
import type { Read } from './scope';
import { givenTo } from './task-input';
import type { PlacedTask } from './tasks';

export interface Emissions {
  events: readonly MeshEvent[];
  /** To be kept before the events are sent. */
  contents: readonly Content[];
}

/**
 * The events behind these ids, as the run has them: the same run gives the same events, however often. Tasks that
 * have been answered, or whose run has ended, are left out.
 */
export const emissionsOf = (
  run: Run,
  ids: Iterable<string>,
  read: Read,
  isRestricted: (skill: string) => boolean = () => false,
): Emissions => {
  const open = unanswered(run);
  const events: MeshEvent[] = [];
  const contents: Content[] = [];
  for (const id of new Set(ids)) {
    const event =
      taskEvent(run, open.get(id), read, isRestricted) ??
      changedEvent(run, id, read) ??
      turnEvent(run, id) ??
      erasedEvent(run, id) ??
      endEvent(run, id);
    if (!event) continue;
    const sent = light(run.id, event);
    events.push(sent.event);
    if (sent.content) contents.push(sent.content);
  }
  return { events, contents };
};

const taskEvent = (
  run: Run,
  placed: PlacedTask | undefined,
  read: Read,
  isRestricted: (skill: string) => boolean,
): MeshEvent | undefined => {
  if (!placed) return undefined;
  const { id, step, item, skill, task } = placed;
  const { input, gaps } = givenTo(run, placed, read);
  return {
    ...envelope(run, {
      id: `${id}.${task.attempt}`,
      type: taskType(domainOf(run), 'created'),
      at: task.since,
      cause: task.cause,
    }),
    subject: id,
    attempt: task.attempt,
    ...given({ priority: task.lane }),
    ...((gaps.length > 0 || isRestricted(skill)) && { dataclassification: RESTRICTED }),
    data: {
      skill,
      step,
      ...(item !== undefined && { item }),
      input: input ?? null,
      ...(gaps.length > 0 && { restricted: gaps }),
    },
  };
};

/** Tells the next run of the same key that its turn has come. */
const turnEvent = (run: Run, id: string): MeshEvent | undefined => {
  const turn = turnIn(id);
  const fold = turn && run.folds.find(({ n, out }) => n === turn.n && out.includes(id));
  if (!fold) return undefined;
  return {
    specversion: '1.0',
    id,
    source: PLANNER,
    type: MESH.runCheck,
    subject: turn.next,
    time: new Date(fold.at).toISOString(),
    datacontenttype: 'application/json',
    correlationid: turn.next,
    causationid: fold.in.id,
    tenantid: run.tenant,
    partitionkey: run.intent.partitionkey ?? turn.next,
    data: {},
  };
};

const erasedEvent = (run: Run, id: string): MeshEvent | undefined => {
  if (!run.erased || id !== erasedIdOf(run.id)) return undefined;
  const { at, cause } = run.erased;
  return {
    ...envelope(run, { id, type: MESH.runErased, at, cause }),
    subject: run.id,
    data: { at: new Date(at).toISOString() },
  };
};
