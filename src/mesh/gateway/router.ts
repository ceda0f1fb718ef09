import type { Route } from './route';

/** What a path leads to. */
export type Match =
  | { kind: 'found'; route: Route; params: Readonly<Record<string, string>> }
  | { kind: 'wrong-method'; allow: readonly string[] }
  | { kind: 'unknown' };

const PREFIX = '/api/';
const PARAMETER = /^\{(\w+)\}$/;

interface Compiled {
  segments: readonly string[];
  /** Name of the parameter at each place; undefined where the segment is literal. */
  names: readonly (string | undefined)[];
  byMethod: Map<string, Route>;
}

const compiled = (path: string): Compiled => {
  const segments = path.split('/');
  return { segments, names: segments.map((segment) => PARAMETER.exec(segment)?.[1]), byMethod: new Map() };
};

const parameters = ({ names }: Compiled): number => names.filter((name) => name !== undefined).length;

const fits = ({ segments, names }: Compiled, path: readonly string[]): boolean =>
  segments.length === path.length &&
  segments.every((segment, at) => names[at] !== undefined || segment === path[at]);

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    // No id or type has such bytes: whoever looks it up will not find it.
    return segment;
  }
};

const paramsOf = ({ names }: Compiled, path: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name, at) => (name === undefined ? [] : [[name, decoded(path[at]!)]])));

/** Finds routes below `/api`; a literal path goes before one with parameters. @throws Error for a route defined twice */
export const router = (routes: readonly Route[]): ((method: string, pathname: string) => Match) => {
  const paths = new Map<string, Compiled>();
  for (const route of routes) {
    const path = paths.get(route.path) ?? compiled(route.path);
    if (path.byMethod.has(route.method)) throw new Error(`${route.method} ${route.path} is defined twice`);
    path.byMethod.set(route.method, route);
    paths.set(route.path, path);
  }
  const ordered = [...paths.values()].sort((a, b) => parameters(a) - parameters(b));

  return (method, pathname) => {
    if (!pathname.startsWith(PREFIX)) return { kind: 'unknown' };
    const path = pathname.slice(PREFIX.length).split('/');
    const found = ordered.find((candidate) => fits(candidate, path));
    if (!found) return { kind: 'unknown' };
    const route = found.byMethod.get(method);
    if (!route) return { kind: 'wrong-method', allow: [...found.byMethod.keys()] };
    return { kind: 'found', route, params: paramsOf(found, path) };
  };
};
