import type { App } from '../../../contracts/apps';
import { MESH, type Meaning } from '../../../contracts/event-types';

/** The apps that send events; the canary sends none. */
export type Sender = Exclude<App, 'canary'>;
export const SENDERS: readonly Sender[] = ['gateway', 'planner', 'worker', 'worker-restricted', 'operations'];

const WORKERS: readonly Sender[] = ['worker', 'worker-restricted'];

const OF_MESH: Readonly<Record<(typeof MESH)[keyof typeof MESH], readonly Sender[]>> = {
  [MESH.runCheck]: ['planner'],
  [MESH.runCancel]: ['gateway'],
  [MESH.runErase]: ['gateway'],
  [MESH.runErased]: ['planner'],
  [MESH.taskAnswer]: ['gateway'],
  [MESH.runChanged]: ['planner'],
  // Whoever reads a hub may find an event that cannot be processed.
  [MESH.eventDeadlettered]: ['planner', ...WORKERS, 'operations'],
  [MESH.deliveryRequested]: ['operations'],
};

/** The apps that make an event of this meaning. Operations also sends what it brings back, whatever that is. */
export const sendersOf = (meaning: Meaning): readonly Sender[] => {
  switch (meaning.kind) {
    case 'intent':
      return ['gateway'];
    case 'task':
      return meaning.what === 'created' ? ['planner'] : WORKERS;
    case 'end':
      return ['planner'];
    case 'mesh':
      return OF_MESH[meaning.type];
    case 'unknown':
      return [];
  }
};
