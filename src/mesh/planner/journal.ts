import type { MeshEvent } from '../../contracts/event';
import { MESH } from '../../contracts/event-types';
import type { Fold, Run } from './run';

/** How many entries that only repeat something a journal keeps of each kind, so that it cannot grow without end. */
const REPEATS_KEPT = 50;

export const nextNumber = (run: Run): number => (run.folds.at(-1)?.n ?? 0) + 1;

/** The entry of an event that has been folded already. */
export const entryOf = (run: Run, { id, type }: MeshEvent): Fold | undefined =>
  run.folds.find((fold) => fold.in.id === id && fold.in.type === type);

export const entry = (event: MeshEvent, rest: Omit<Fold, 'in'> & { late?: true }): Fold => {
  const { late, ...fold } = rest;
  const { id, type, subject } = event;
  const taken = { id, type, ...(subject !== undefined && { subject }), ...(late && { late }) };
  return { ...fold, in: { ...taken, ...whose(event) } };
};

const COMMANDS: ReadonlySet<string> = new Set([MESH.runCancel, MESH.runErase, MESH.taskAnswer]);

/** Who is behind an event, where a person or a program other than the mesh gave a command. */
const whose = ({ type, authid, replayid, replayedby }: MeshEvent): Pick<Fold['in'], 'by' | 'replay'> => {
  if (replayid !== undefined)
    return { ...(replayedby !== undefined && { by: replayedby }), replay: replayid };
  return COMMANDS.has(type) && authid !== undefined ? { by: authid } : {};
};

export const withEntry = (run: Run, fold: Fold): Run => ({ ...run, folds: [...run.folds, fold] });

/** Notes an event that came too late to count; beyond a number of them, nothing. */
export const withLate = (run: Run, event: MeshEvent, at: number): Run => {
  if (run.folds.filter(isLate).length >= REPEATS_KEPT) return run;
  return withEntry(run, entry(event, { n: nextNumber(run), at, out: [], late: true }));
};

/** Notes that tasks were emitted again, and gives up the oldest of such notes. */
export const withRepeat = (run: Run, fold: Fold): Run => {
  const repeats = run.folds.filter((other) => isRepeat(other, fold.in.type));
  const given = new Set(repeats.slice(0, Math.max(0, repeats.length + 1 - REPEATS_KEPT)));
  return { ...run, folds: [...run.folds.filter((other) => !given.has(other)), fold] };
};

const isLate = (fold: Fold): boolean => fold.in.late === true;
const isRepeat = (fold: Fold, type: string): boolean => fold.in.type === type && fold.status === undefined;
