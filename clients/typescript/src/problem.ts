import type { Problem } from './generated/types';

/** The mesh said no: `problem` tells what is wrong, and what to do (RFC 9457). */
export class MeshProblem extends Error {
  override readonly name = 'MeshProblem';
  readonly problem: Problem;
  readonly headers: Headers;

  constructor(problem: Problem, headers: Headers = new Headers()) {
    super(problem.detail);
    this.problem = problem;
    this.headers = headers;
  }

  get status(): number {
    return this.problem.status;
  }

  /** The kind of problem, such as `not-found`: the last part of its `type`. */
  get kind(): string {
    return this.problem.type.slice(this.problem.type.lastIndexOf('/') + 1);
  }
}

/** Nobody answered: no connection, or no answer in time. `cause` tells more. */
export class MeshUnreachable extends Error {
  override readonly name = 'MeshUnreachable';
  /** Where nobody answered. */
  readonly url: string;

  constructor(url: string, cause: unknown) {
    super(`no mesh answers at ${url}`, { cause });
    this.url = url;
  }
}

const isObject = (value: unknown): value is Partial<Problem> => typeof value === 'object' && value !== null;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The problem of an answer; one is made up where something in between answered, which tells none. */
export const problemOf = async (response: Response): Promise<MeshProblem> => {
  const text = await response.text();
  const body = parsed(text);
  const told = isObject(body) ? body : {};
  const title = told.title ?? (response.statusText || `HTTP ${response.status}`);
  const problem: Problem = {
    ...told,
    type: told.type ?? 'about:blank',
    title,
    status: response.status,
    detail: told.detail ?? (isObject(body) ? title : text.slice(0, 500) || title),
  };
  return new MeshProblem(problem, response.headers);
};
