import { MESH } from '../../../contracts/event-types';
import { parseTaskId } from '../../../contracts/ids';
import { faultyProblem } from '../../../contracts/problems';
import type { SchemaBook } from '../../../contracts/schema-book';
import type { Catalog } from '../../catalog';
import { hasEnded, type Failure, type Run, type TaskState } from '../../planner/run';
import { taskAt, type Place } from '../../planner/tasks';
import { present } from '../../letters/present';
import type { WaitingTask } from '../../ports/run-index';
import { handlingOf, OPEN_TO_ALL } from '../../../contracts/restricted';
import { exposureFault, type OfRun } from '../../seal';
import { byReference, sealFor } from '../by-reference';
import { commandTo } from '../command';
import {
  CHANGED,
  checkMatch,
  entityTag,
  ETAG,
  IF_MATCH,
  IF_NONE_MATCH,
  NOT_MODIFIED,
  unlessMatched,
} from '../conditions';
import { findRun } from '../find-run';
import { jsonBody } from '../json-body';
import type { Links } from '../links';
import { NEXT, PAGE, paged, pageOf, withCursor } from '../page';
import { ProblemError, checkEventSize, refusal, unavailable } from '../problem-error';
import { wordIn } from '../query';
import { ref, type Caller, type Route } from '../route';
import { sendAll } from '../send';
import { showRun } from '../show-run';
import type { RunRouteDeps } from '../run-route-deps';

export interface TaskRouteDeps extends RunRouteDeps {
  catalog: Catalog;
  book: SchemaBook;
}

type Answer = { output: unknown } | { failure: Failure };

const ANSWER = {
  type: 'object',
  oneOf: [
    {
      title: 'Done',
      type: 'object',
      required: ['output'],
      additionalProperties: false,
      properties: { output: { description: 'Fits the output schema of the skill.' } },
    },
    {
      title: 'Refused',
      type: 'object',
      required: ['failure'],
      additionalProperties: false,
      properties: {
        failure: {
          type: 'object',
          required: ['code', 'message'],
          additionalProperties: false,
          properties: {
            code: { type: 'string', minLength: 1, maxLength: 200, description: 'For programs.' },
            message: { type: 'string', minLength: 1, maxLength: 4000, description: 'For people.' },
          },
        },
      },
    },
  ],
} as const;

const noTask = (id: string) =>
  refusal('not-found', `There is no task '${id}'. See /api/tasks?status=waiting.`);

/** Why a task takes no answer. */
const becameOf = (run: Run, task: TaskState | undefined): string => {
  if (task === undefined)
    return hasEnded(run)
      ? `its run is ${run.status}, and the task never began`
      : 'the task has not begun yet';
  if (task.status === 'dispatched') return 'the task is performed by a worker';
  return hasEnded(run)
    ? `the task is ${task.status}, and its run is ${run.status}`
    : `the task is ${task.status}`;
};

/** What waits for people and outside systems, and their answers. */
export const taskRoutes = (deps: TaskRouteDeps): readonly Route[] => [
  listTasks(deps),
  getTask(deps),
  completeTask(deps),
];

/** Of what has become of a task; that its worker was heard of changes nothing. */
const tagOfTask = (id: string, task: TaskState | undefined): string => {
  const { heard: _heard, again: _again, ...state } = task ?? {};
  return entityTag('task', id, JSON.stringify(state));
};

/** Finds a task by its id. @throws ProblemError 404 */
const findTask = (deps: TaskRouteDeps) => {
  const find = findRun(deps);
  return async (id: string, caller: Caller): Promise<{ run: Run; place: Place }> => {
    const place = parseTaskId(id);
    const run = place && (await find.byId(place.run, caller))?.run;
    if (!run || !Object.hasOwn(run.plan.steps, place.step)) throw noTask(id);
    return { run, place };
  };
};

const TASK_ID = { id: { description: 'Id of the task.', schema: { type: 'string' } } };

const getTask = (deps: TaskRouteDeps): Route => {
  const { links } = deps;
  const taskOf = findTask(deps);
  const show = showRun(deps);

  return {
    method: 'GET',
    path: 'tasks/{id}',
    operationId: 'GetTask',
    summary: 'See a task',
    description: 'Tells what has become of one task of a run.',
    role: 'Mesh.Read',
    params: TASK_ID,
    headers: IF_NONE_MATCH,
    responses: {
      200: { description: 'The task as it is.', schema: ref('Task'), headers: ETAG },
      304: NOT_MODIFIED,
    },
    handle: async (request, caller) => {
      const id = request.params['id']!;
      const { run, place } = await taskOf(id, caller);
      const { step, item } = place;
      const seen = (await show(run)).steps.find((one) => one.step === step);
      const task = item === undefined ? seen : seen?.items?.[item];
      if (!seen || !task || (item === undefined && seen.items)) throw noTask(id);
      const { status, attempt, output, restricted, failure, letter, uncertain } = task;
      const since = taskAt(run, place)?.since;
      const body = {
        taskId: id,
        runId: run.id,
        skill: seen.skill,
        ...present({ status, attempt, output, restricted, failure, letter, uncertain }),
        ...(since !== undefined && { since: new Date(since).toISOString() }),
        link: links(request).run(run.id),
      };
      return unlessMatched(request, tagOfTask(id, taskAt(run, place)), { status: 200, body });
    },
  };
};

const listed =
  (links: Links) =>
  ({ task, run, skill, title, since, due }: WaitingTask) => ({
    taskId: task,
    runId: run,
    status: 'waiting',
    skill,
    ...(title !== undefined && { title }),
    since: new Date(since).toISOString(),
    ...(due !== undefined && { due: new Date(due).toISOString() }),
    link: links.run(run),
  });

const listTasks = ({ index, links }: TaskRouteDeps): Route => ({
  method: 'GET',
  path: 'tasks',
  operationId: 'ListTasks',
  summary: 'List tasks that wait',
  description: 'Lists what waits for a person or an outside system, the most urgent first.',
  role: 'Mesh.Read',
  query: {
    status: { description: 'Only `waiting` can be listed.', schema: { type: 'string', enum: ['waiting'] } },
    ...PAGE,
  },
  responses: { 200: { description: 'A page of tasks.', schema: ref('Tasks'), headers: NEXT } },
  handle: async (request, caller) => {
    wordIn(request, 'status', ['waiting']);
    const query = { tenant: caller.tenant, ...pageOf(request, caller) };
    const { items, cursor } = await withCursor(index.waiting(query));
    const to = links(request);
    return paged({ request, caller, links: to, position: cursor, body: { tasks: items.map(listed(to)) } });
  },
});

const completeTask = (deps: TaskRouteDeps): Route => {
  const { contents, restricted, catalog, book, clock, links } = deps;
  const taskOf = findTask(deps);
  const send = sendAll(deps);
  const read = jsonBody<Answer>(ANSWER);

  const checkWaits = (run: Run, task: TaskState | undefined): void => {
    if (!hasEnded(run) && task?.status === 'waiting') return;
    const extras = { taskStatus: task?.status ?? 'pending', runStatus: run.status };
    throw refusal('conflict', `The task takes no answer: ${becameOf(run, task)}.`, extras);
  };

  const checkOutput = (skillName: string, answer: Answer): void => {
    if (!('output' in answer)) return;
    const skill = catalog.skill(skillName);
    if (!skill) throw unavailable(`This build of the gateway does not know the skill '${skillName}'.`);
    const tooMuch = exposureFault(handlingOf(book, skill.output), answer.output);
    const faults = [
      ...book.faults(skill.output, answer.output),
      ...(tooMuch === undefined ? [] : [{ pointer: '', message: tooMuch }]),
    ];
    if (faults.length === 0) return;
    const below = faults.map(({ pointer, message }) => ({ pointer: `/output${pointer}`, message }));
    throw new ProblemError(faultyProblem('invalid-data', below, { schema: skill.output }));
  };

  /** Where the schema says so, the answer is kept as the output of a worker would be. */
  const travelling = async (
    command: OfRun,
    { skill, answer, bodyBytes }: { skill: string; answer: Answer; bodyBytes: number },
  ): Promise<readonly OfRun[]> => {
    const handling = handlingOf(book, catalog.skill(skill)?.output ?? '');
    if (!handling.restricted || !('output' in answer))
      return byReference([command], { contents, restricted, handling: () => OPEN_TO_ALL, bodyBytes });
    const { output } = answer;
    return [await sealFor(command, { restricted, handling, data: { output }, value: output })];
  };

  return {
    method: 'POST',
    path: 'tasks/{id}/complete',
    operationId: 'CompleteTask',
    summary: 'Answer a task that waits',
    description: 'Gives the answer of a person or an outside system. The first valid answer counts.',
    role: 'Mesh.Approve',
    params: TASK_ID,
    headers: IF_MATCH,
    request: { 'application/json': { schema: ANSWER } },
    responses: {
      202: { description: 'The broker has the answer.', schema: ref('AcceptedAnswer') },
      409: { description: 'The task does not wait any more.' },
      412: CHANGED,
    },
    handle: async (request, caller, { traceparent }) => {
      const id = request.params['id']!;
      checkEventSize(request.body);
      const answer = read(request.body);
      const { run, place } = await taskOf(id, caller);
      checkMatch(request, tagOfTask(id, taskAt(run, place)));
      checkWaits(run, taskAt(run, place));
      const { skill } = run.plan.steps[place.step]!;
      checkOutput(skill, answer);
      const data = { task: id, ...answer };
      const command = commandTo(MESH.taskAnswer, {
        run,
        subject: id,
        caller,
        now: clock.now(),
        traceparent,
        data,
      });
      await send(await travelling(command, { skill, answer, bodyBytes: request.body.length }));
      return {
        status: 202,
        body: { taskId: id, runId: run.id, status: 'accepted', link: links(request).run(run.id) },
      };
    },
  };
};
