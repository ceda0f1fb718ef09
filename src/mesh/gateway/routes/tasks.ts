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
import { ProblemError, refusal } from '../problem-error';
import { wordIn } from '../query';
import { ref, type ApiRequest, type Caller, type Route } from '../route';
import { sendAll } from '../send';
import { PAGE, pageOf, type RunRouteDeps } from './runs';

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
export const taskRoutes = (deps: TaskRouteDeps): readonly Route[] => {
  const { index, contents, catalog, book, clock, links } = deps;
  const find = findRun(deps.runs);
  const send = sendAll(deps);
  const read = jsonBody<Answer>(ANSWER);

  const waiting = (request: ApiRequest) => {
    const to = links(request);
    return ({ task, run, skill, title, since, due }: WaitingTask) => ({
      taskId: task,
      runId: run,
      status: 'waiting',
      skill,
      ...(title !== undefined && { title }),
      since: new Date(since).toISOString(),
      ...(due !== undefined && { due: new Date(due).toISOString() }),
      link: to.run(run),
    });
  };

  const findTask = async (id: string, caller: Caller): Promise<{ run: Run; place: Place }> => {
    const key = parseTaskId(id);
    const run = key && (await find(key.run, caller).catch(() => undefined));
    if (!run || !Object.hasOwn(run.plan.steps, key.step)) throw noTask(id);
    return { run, place: key };
  };

  const checkOutput = (skillName: string, answer: Answer): void => {
    if (!('output' in answer)) return;
    const skill = catalog.skill(skillName);
    if (!skill)
      throw refusal('unavailable', `This build of the gateway does not know the skill '${skillName}'.`);
    const faults = book.faults(skill.output, answer.output);
    if (faults.length === 0) return;
    const below = faults.map(({ pointer, message }) => ({ pointer: `/output${pointer}`, message }));
    throw new ProblemError(faultyProblem('invalid-data', below, { schema: skill.output }));
  };

  return [
    {
      method: 'GET',
      path: 'tasks',
      operationId: 'ListTasks',
      summary: 'List tasks that wait',
      description: 'Lists what waits for a person or an outside system, the most urgent first.',
      role: 'Mesh.Read',
      query: {
        status: {
          description: 'Only `waiting` can be listed.',
          schema: { type: 'string', enum: ['waiting'] },
        },
        ...PAGE,
      },
      responses: { 200: { description: 'A page of tasks.', schema: ref('Tasks') } },
      handle: async (request, { tenant }) => {
        wordIn(request, 'status', ['waiting']);
        const { items, cursor } = await index.waiting({ tenant, ...pageOf(request) });
        return {
          status: 200,
          body: { tasks: items.map(waiting(request)), ...(cursor !== undefined && { cursor }) },
        };
      },
    },
    {
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
        409: { description: 'The task does not wait any more.', schema: ref('Problem') },
      },
      handle: async (request, caller, { traceparent }) => {
        const id = request.params['id']!;
        const answer = read(request.body);
        const { run, place } = await findTask(id, caller);
        const task = taskAt(run, place);
        if (hasEnded(run) || task?.status !== 'waiting')
          throw refusal('conflict', `The task takes no answer: ${becameOf(run, task)}.`, {
            taskStatus: task?.status ?? 'pending',
            runStatus: run.status,
          });
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
    },
  ];
};
