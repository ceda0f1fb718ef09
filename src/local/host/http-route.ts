/** The functions that answer HTTP, ready to be matched. */
export interface HttpRoute {
  functionName: string;
  methods: ReadonlySet<string>;
  pattern: RegExp;
  parameters: RouteParameter[];
  /** Compared as text: a literal segment sorts before a constrained parameter, that before a plain one, a catch-all last. */
  precedence: string;
}

export interface RouteMatch {
  functionName: string;
  params: Record<string, string>;
}

interface RouteParameter {
  name: string;
  fallback: string | undefined;
}

// The constraints of ASP.NET routes that have a pattern.
const constraints: Record<string, string> = {
  int: '-?\\d+',
  long: '-?\\d+',
  decimal: '-?\\d+(?:\\.\\d+)?',
  double: '-?\\d+(?:\\.\\d+)?',
  float: '-?\\d+(?:\\.\\d+)?',
  bool: 'true|false',
  alpha: '[a-z]+',
  guid: '\\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\\}?',
};

/**
 * Compiles the route of a function, as the platform writes them: `runs/{id}`, `files/{*path}`, `{page?}`, `{n:int}`.
 * @throws Error on a constraint that the laptop's host does not know
 */
export const httpRoute = (functionName: string, template: string, methods: readonly string[]): HttpRoute => {
  const segments = template
    .split('/')
    .filter(Boolean)
    .map((segment) => toSegment(segment, functionName));
  return {
    functionName,
    methods: new Set(methods.map((method) => method.toUpperCase())),
    pattern: new RegExp(`^${segments.map(({ source }) => source).join('')}/?$`, 'i'),
    parameters: segments.flatMap(({ parameters }) => parameters),
    precedence: segments.map(({ rank }) => rank).join(''),
  };
};

/** @returns a function that finds who answers; undefined where nobody does, a method that no route takes included */
export const httpRouter = (
  routes: readonly HttpRoute[],
): ((method: string, path: string) => RouteMatch | undefined) => {
  const sorted = routes.toSorted((a, b) => (a.precedence < b.precedence ? -1 : 1));
  return (method, path) => {
    for (const route of sorted) {
      if (!route.methods.has(method)) continue;
      const match = route.pattern.exec(path);
      if (match) return { functionName: route.functionName, params: paramsOf(route, match) };
    }
    return undefined;
  };
};

const paramsOf = ({ parameters }: HttpRoute, match: RegExpExecArray): Record<string, string> => {
  const params: Record<string, string> = {};
  parameters.forEach(({ name, fallback }, index) => {
    const value = match[index + 1] || undefined;
    if (value !== undefined) params[name] = decode(value);
    if (value === undefined && fallback !== undefined) params[name] = fallback;
  });
  return params;
};

const decode = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

interface Segment {
  source: string;
  rank: 1 | 2 | 3 | 4 | 5;
  parameters: RouteParameter[];
}

const toSegment = (segment: string, functionName: string): Segment => {
  if (!segment.includes('{')) return { source: `/${escape(segment)}`, rank: 1, parameters: [] };
  const whole = /^\{(\*{0,2})(\w[\w-]*)(?::([^=?}]+))?(?:=([^}]*))?(\?)?\}$/.exec(segment);
  if (!whole) return mixedSegment(segment);
  const [, star, name = '', constraint, fallback, optional] = whole;
  const parameters = [{ name, fallback }];
  if (star) return { source: '(?:/(.*))?', rank: 5, parameters };
  const value = constraint ? constraintPattern(constraint, functionName) : '[^/]+';
  const isOptional = optional !== undefined || fallback !== undefined;
  return { source: isOptional ? `(?:/(${value}))?` : `/(${value})`, rank: constraint ? 3 : 4, parameters };
};

/** `{id}.json`, `v{major}.{minor}`: parameters among literals. */
const mixedSegment = (segment: string): Segment => {
  const parts = segment.split(/\{(\w[\w-]*)\}/);
  const source = parts.map((part, index) => (index % 2 === 0 ? escape(part) : '([^/]+?)')).join('');
  const parameters = parts
    .filter((_, index) => index % 2 === 1)
    .map((name) => ({ name, fallback: undefined }));
  return { source: `/${source}`, rank: 2, parameters };
};

const constraintPattern = (constraint: string, functionName: string): string => {
  const pattern = constraints[constraint.toLowerCase()];
  if (pattern) return pattern;
  const known = Object.keys(constraints).join(', ');
  throw new Error(
    `The route of ${functionName} has the constraint "${constraint}", which the laptop's host does not know. It knows ${known}.`,
  );
};

const escape = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
