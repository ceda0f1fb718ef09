import { MESH } from '../../../contracts/event-types';
import { parseTaskId } from '../../../contracts/ids';
import { faultyProblem } from '../../../contracts/problems';
import type { SchemaBook } from '../../../contracts/schema-book';
import type { Catalog } from '../../catalog';
import { hasEnded, type Failure, type Run, type TaskState } from '../../planner/run';
import { taskAt, type Place } from '../../planner/tasks';
import type { WaitingTask } from '../../ports/run-index';
import { byReference } from '../by-reference';
import { commandTo } from '../command';
import { findRun } from '../find-run';
import { jsonBody } from '../json-body';
import type { Links } from '../links';
import { PAGE, pageOf, withCursor } from '../page';
import { ProblemError, checkEventSize, refusal, unavailable } from '../problem-error';
import { wordIn } from '../query';
import { ref, type Caller, type Route } from '../route';
import { sendAll } from '../send';
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
export const taskRoutes = (deps: TaskRouteDeps): readonly Route[] => [listTasks(deps), completeTask(deps)];

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
  responses: { 200: { description: 'A page of tasks.', schema: ref('Tasks') } },
  handle: async (request, { tenant }) => {
    wordIn(request, 'status', ['waiting']);
    const { items, cursor } = await withCursor(index.waiting({ tenant, ...pageOf(request) }));
    const tasks = items.map(listed(links(request)));
    return { status: 200, body: { tasks, ...(cursor !== undefined && { cursor }) } };
  },
});

const completeTask = (deps: TaskRouteDeps): Route => {
  const { contents, catalog, book, clock, links } = deps;
  const find = findRun(deps);
  const send = sendAll(deps);
  const read = jsonBody<Answer>(ANSWER);

  const findTask = async (id: string, caller: Caller): Promise<{ run: Run; place: Place }> => {
    const place = parseTaskId(id);
    const run = place && (await find.byId(place.run, caller))?.run;
    if (!run || !Object.hasOwn(run.plan.steps, place.step)) throw noTask(id);
    return { run, place };
  };

  const checkWaits = (run: Run, task: TaskState | undefined): void => {
    if (!hasEnded(run) && task?.status === 'waiting') return;
    const extras = { taskStatus: task?.status ?? 'pending', runStatus: run.status };
    throw refusal('conflict', `The task takes no answer: ${becameOf(run, task)}.`, extras);
  };

  const checkOutput = (skillName: string, answer: Answer): void => {
    if (!('output' in answer)) return;
    const skill = catalog.skill(skillName);
    if (!skill) throw unavailable(`This build of the gateway does not know the skill '${skillName}'.`);
    const faults = book.faults(skill.output, answer.output);
    if (faults.length === 0) return;
    const below = faults.map(({ pointer, message }) => ({ pointer: `/output${pointer}`, message }));
    throw new ProblemError(faultyProblem('invalid-data', below, { schema: skill.output }));
  };

  return {
    method: 'POST',
    path: 'tasks/{id}/complete',
    operationId: 'CompleteTask',
    summary: 'Answer a task that waits',
    description: 'Gives the answer of a person or an outside system. The first valid answer counts.',
    role: 'Mesh.Approve',
    params: { id: { description: 'Id of the task.', schema: { type: 'string' } } },
    request: { 'application/json': { schema: ANSWER } },
    responses: {
      202: { description: 'The broker has the answer.', schema: ref('AcceptedAnswer') },
      409: { description: 'The task does not wait any more.' },
    },
    handle: async (request, caller, { traceparent }) => {
      const id = request.params['id']!;
      checkEventSize(request.body);
      const answer = read(request.body);
      const { run, place } = await findTask(id, caller);
      checkWaits(run, taskAt(run, place));
      checkOutput(run.plan.steps[place.step]!.skill, answer);
      const data = { task: id, ...answer };
      const command = commandTo(MESH.taskAnswer, {
        run,
        subject: id,
        caller,
        now: clock.now(),
        traceparent,
        data,
      });
      await send(await byReference([command], { contents, bodyBytes: request.body.length }));
      return {
        status: 202,
        body: { taskId: id, runId: run.id, status: 'accepted', link: links(request).run(run.id) },
      };
    },
  };
};
