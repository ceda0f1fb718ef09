import { globSync, readFileSync } from 'node:fs';
import tiers from '../../infra/api/tiers.json';
import { LIMITS } from '../../src/contracts/limits';
import { PROBLEMS, type ProblemKind } from '../../src/contracts/problems';
import { faultsOfDocument, faultsOfFragment } from './policies/check';
import { variablesIn } from './policies/expression';
import {
  documentNamed,
  documentsOf,
  fragmentsOf,
  inclusionsIn,
  policyFiles,
  type Tier,
} from './policies/policy-set';
import { TIERS } from './policies/reference';
import { all, child, parseXml, type Element } from './policies/xml';

const EACH_TIER = Object.keys(tiers) as Tier[];
const STANDARD: Tier = 'BasicV2';

const policy = (name: string, tier: Tier = STANDARD): Element => documentNamed(name, tier);
const moduleText = (name: string): string => readFileSync(`infra/api/${name}.bicep`, 'utf8');

/** What a tier runs, whole: documents and the fragments that they include. */
const everythingOf = (tier: Tier): Element[] => [
  ...documentsOf(tier).map(({ text }) => parseXml(text)),
  ...Object.values(fragmentsOf(tier)),
];

describe('the policies of API Management', () => {
  it.each(policyFiles())('%s is well-formed as it is written, and a module loads it', (path) => {
    const text = readFileSync(path, 'utf8');
    expect(() => parseXml(text)).not.toThrow();
    const modules = globSync('infra/api/*.bicep').map((module) => readFileSync(module, 'utf8'));
    const loading = `loadTextContent('${path.slice('infra/api/'.length)}')`;
    expect(modules.filter((module) => module.includes(loading))).toHaveLength(1);
  });

  describe.each(EACH_TIER)('in the tier %s', (tier) => {
    it.each(documentsOf(tier))('$name is as the reference has it', ({ scope, text }) => {
      expect(faultsOfDocument(parseXml(text), scope, TIERS[tier]!)).toEqual([]);
    });

    it('every $(name) is filled in', () => {
      const left = documentsOf(tier).filter(({ text }) => text.includes('$('));
      expect(left.map(({ name }) => name)).toEqual([]);
      expect(JSON.stringify(fragmentsOf(tier))).not.toContain('$(');
    });

    it('every fragment is as the reference has it, wherever it is included', () => {
      const fragments = fragmentsOf(tier);
      const faults = documentsOf(tier).flatMap(({ name, scope, text }) =>
        inclusionsIn(parseXml(text)).flatMap(({ fragment, section }) => {
          const root = fragments[fragment];
          const where = `${name}, ${section}: ${fragment}`;
          if (!root) return [`${where} is no fragment`];
          return faultsOfFragment(root, { section, scope, gateway: TIERS[tier]! }).map(
            (fault) => `${where}: ${fault}`,
          );
        }),
      );
      expect(faults).toEqual([]);
    });

    it('every fragment is included somewhere', () => {
      const included = new Set(
        documentsOf(tier).flatMap(({ text }) => inclusionsIn(parseXml(text)).map(({ fragment }) => fragment)),
      );
      expect(Object.keys(fragmentsOf(tier)).filter((name) => !included.has(name))).toEqual([]);
    });

    it('a variable is set somewhere before it is read anywhere', () => {
      const elements = everythingOf(tier).flatMap(all);
      const set = new Set(
        elements.flatMap(({ name, attributes }) => [
          ...(name === 'set-variable' ? [attributes['name']!] : []),
          ...Object.entries(attributes)
            .filter(([attribute]) => attribute.endsWith('-variable-name'))
            .map(([, variable]) => variable),
        ]),
      );
      const read = elements.flatMap(({ attributes, text }) =>
        [...Object.values(attributes), text].flatMap(variablesIn),
      );
      expect([...new Set(read)].filter((name) => !set.has(name))).toEqual([]);
    });
  });

  it('Consumption gets nothing that it lacks', () => {
    const used = everythingOf('Consumption').flatMap(all);
    expect(used.map(({ name }) => name)).not.toContain('rate-limit-by-key');
    expect(used.filter(({ attributes }) => attributes['buffer-response'] === 'false')).toEqual([]);
    expect(tiers.Consumption).toMatchObject({
      rateLimitByKey: false,
      circuitBreaker: false,
      streaming: false,
    });
  });
});

describe('a call', () => {
  const inbound = () => child(policy('mesh'), 'inbound');
  /** The problem that a choice ends the call with. */
  const problemIn = (choice: Element): string | undefined =>
    all(choice).find(({ attributes }) => attributes['name'] === 'problem')?.attributes['value'];
  /** What each step is, in a word. */
  const wordFor = ({ name, attributes, children, text }: Element): string => {
    if (name === 'include-fragment') return attributes['fragment-id']!;
    if (name === 'choose') return `choose ${problemIn({ name, attributes, children, text })}`;
    return attributes['name'] ? `${name} ${attributes['name']}` : name;
  };
  const position = (word: string): number => {
    const words = inbound().children.map(wordFor);
    const found = words.findIndex((one) => one.startsWith(word));
    if (found < 0) throw new Error(`no step is '${word}': ${words.join(', ')}`);
    return found;
  };

  it.each([
    ['has its id before anything can refuse it', 'mesh-correlation', 'choose too-large'],
    ['is measured before its token is looked at', 'choose too-large', 'validate-azure-ad-token'],
    ['has a good token before its role is asked for', 'validate-azure-ad-token', 'choose forbidden'],
    ['has its role before it counts in the quota', 'choose forbidden', 'base'],
    ['has a good token before it counts for its tenant', 'validate-azure-ad-token', 'mesh-limit-caller'],
    [
      'keeps its token before another takes its place',
      'set-header x-mesh-authorization',
      'authentication-managed-identity',
    ],
    ['has lost its key before it goes on', 'set-header Ocp-Apim-Subscription-Key', 'set-backend-service'],
    ['carries the identity of API Management', 'authentication-managed-identity', 'set-backend-service'],
  ])('%s', (_, first, second) => {
    expect(position(first)).toBeLessThan(position(second));
  });

  it('is asked for a token of the tenant, for this API, in both forms of the audience', () => {
    const [check, ...others] = all(inbound()).filter(({ name }) => name === 'validate-azure-ad-token');
    expect(others).toEqual([]);
    expect(check!.attributes).toMatchObject({
      'tenant-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'header-name': 'Authorization',
      'failed-validation-httpcode': '401',
      'output-token-variable-name': 'token',
    });
    expect(child(check!, 'audiences').children.map(({ text }) => text)).toEqual([
      expect.stringMatching(/\.appId$/),
      expect.stringMatching(/^api:/),
    ]);
  });

  it('is refused without the role that its operation asks for, as the checked token says', () => {
    const refused = inbound().children.find(
      (step) => step.name === 'choose' && problemIn(step) === 'forbidden',
    )!;
    const { condition } = child(refused, 'when').attributes;
    expect(condition).toMatch(/^@\(context\.Variables\.ContainsKey\("role"\) && !\(/);
    expect(condition).toContain('((Jwt)context.Variables["token"]).Claims.ContainsKey("roles") && ');
    expect(condition).toContain('.Claims["roles"].Contains((string)context.Variables["role"])');
    expect(child(refused, 'when').children.at(-1)!.attributes['fragment-id']).toBe('mesh-problem');
  });

  it('is counted by the tenant in its token, and never by what it says of itself', () => {
    const [limit] = fragmentsOf(STANDARD)['mesh-limit-caller']!.children;
    expect(limit!.attributes['counter-key']).toContain(
      '((Jwt)context.Variables["token"]).Claims.GetValueOrDefault("tid"',
    );
  });

  it('may be as large as the gateway takes events and batches', () => {
    const mesh = moduleText('mesh-api');
    expect(mesh).toContain(`param maxBytes int = ${LIMITS.event}\n`);
    expect(mesh).toContain(`param maxBatchBytes int = ${LIMITS.body}\n`);
  });

  it('is answered without a word about the inside', () => {
    const answer = all(fragmentsOf(STANDARD)['mesh-answer']!);
    const location = answer.find(
      ({ name, attributes }) => name === 'set-header' && attributes['name'] === 'Location',
    );
    expect(location!.children[0]!.text).toMatch(
      /\.Replace\("https:\/\/func-gateway-\w+\.defaultHostName", "apim-\w+\.gatewayUrl\/mesh"\)/,
    );
    const removed = answer.filter(({ attributes }) => attributes['exists-action'] === 'delete');
    expect(removed.map(({ attributes }) => attributes['name'])).toEqual(
      expect.arrayContaining(['X-Powered-By']),
    );
  });

  it.each(['mesh', 'hooks'])('of the API %s ends in the shared answer and the shared refusal', (api) => {
    expect(inclusionsIn(policy(api))).toContainEqual({ fragment: 'mesh-answer', section: 'outbound' });
    expect(child(policy(api), 'on-error').children.map(({ name }) => name)).toEqual(['base']);
  });

  it('to a hook needs no key and no token, and speaks in nobody else’s name', () => {
    const hooks = all(policy('hooks'));
    expect(hooks.map(({ name }) => name)).not.toContain('validate-azure-ad-token');
    expect(
      hooks.find(({ attributes }) => attributes['name'] === 'x-mesh-authorization')!.attributes[
        'exists-action'
      ],
    ).toBe('delete');
    expect(moduleText('hooks-api')).toContain('subscriptionRequired: false');
    expect(moduleText('hooks-api')).toContain("path: 'mesh/api/hooks'");
    expect(moduleText('mesh-api')).toContain('subscriptionRequired: true');
  });
});

describe('a refusal', () => {
  /** Each list of steps that names a problem: its four variables. */
  const problems = () =>
    documentsOf(STANDARD)
      .map(({ text }) => parseXml(text))
      .flatMap(all)
      .flatMap(({ children }) => {
        const variables = Object.fromEntries(
          children
            .filter(({ name }) => name === 'set-variable')
            .map(({ attributes }) => [attributes['name']!, attributes['value']!]),
        );
        return variables['problem'] === undefined ? [] : [variables];
      });

  it('is one of the problems that the gateway knows, with its status and title', () => {
    expect(problems().length).toBeGreaterThan(8);
    for (const one of problems()) {
      const { status, title } = PROBLEMS[one['problem'] as ProblemKind];
      expect([one['problem-status'], one['problem-title']]).toEqual([`@(${status})`, title]);
      expect(one['problem-detail']).toMatch(/\.("\))?$/);
    }
  });

  it('is explained to callers, with what to do', () => {
    const [page] = readFileSync('docs/api-management.md', 'utf8').split("The gateway's own");
    const explained = [...page!.matchAll(/^\| (\d{3}) +\| `\/problems\/([\w-]+)`/gm)].map(
      ([, status, kind]) => `${status} ${kind}`,
    );
    const given = problems().map((one) => `${/\d+/.exec(one['problem-status']!)![0]} ${one['problem']}`);
    expect(new Set(explained)).toEqual(new Set(given));
  });

  it('there is for each way in which API Management says no', () => {
    const statuses = problems().map((one) => Number(/\d+/.exec(one['problem-status']!)![0]));
    expect(new Set(statuses)).toEqual(new Set([401, 403, 404, 413, 429, 500, 503]));
  });

  it('is problem+json with the id of the call, and says when to come back where that is known', () => {
    const answers = all(fragmentsOf(STANDARD)['mesh-problem']!).filter(
      ({ name }) => name === 'return-response',
    );
    const headersOf = (answer: Element) =>
      Object.fromEntries(
        answer.children
          .filter(({ name }) => name === 'set-header')
          .map(({ attributes, children }) => [attributes['name']!, children[0]!.text]),
      );
    for (const answer of answers) {
      expect(headersOf(answer)).toMatchObject({
        'Content-Type': 'application/problem+json',
        'x-correlation-id': expect.any(String),
      });
    }
    expect(answers.flatMap((one) => Object.keys(headersOf(one)))).toEqual(
      expect.arrayContaining(['Retry-After', 'WWW-Authenticate']),
    );
  });

  it('has the members of a problem, in the order of the gateway’s', () => {
    const body = all(fragmentsOf(STANDARD)['mesh-problem']!).find(
      ({ attributes }) => attributes['name'] === 'problem-body',
    )!;
    expect(
      [...body.attributes['value']!.matchAll(/new JProperty\("(\w+)"/g)].map((match) => match[1]),
    ).toEqual(['type', 'status', 'title', 'detail']);
  });
});

describe('the check itself', () => {
  const document = (inbound: string, { backend = '<base />', onError = '<base />' } = {}) =>
    parseXml(
      `<policies><inbound>${inbound}</inbound><backend>${backend}</backend><outbound><base /></outbound><on-error>${onError}</on-error></policies>`,
    );
  const faults = (inbound: string, more = {}) => faultsOfDocument(document(inbound, more), 'api', 'v2');

  it('has nothing against what is right', () => {
    expect(
      faults(
        '<base /><rate-limit-by-key calls="5" renewal-period="60" counter-key="@(context.Request.IpAddress)" />',
      ),
    ).toEqual([]);
  });

  it.each([
    ['a policy that there is not', '<validate-azure-token tenant-id="x" />', 'is not a policy'],
    ['an attribute that there is not', '<rewrite-uri templat="/a" />', "no attribute 'templat'"],
    ['an attribute that is missing', '<authentication-managed-identity />', "'resource' is missing"],
    ['a value that there is not', '<set-header name="a" exists-action="remove" />', "'remove'"],
    ['a policy in the wrong section', '<forward-request />', 'does not belong in inbound'],
    ['a policy in the wrong scope', '<quota calls="1" renewal-period="60" />', 'no effect in the scope api'],
    [
      'a policy that the tier has not',
      '<quota-by-key calls="1" renewal-period="60" counter-key="a" />',
      'not in the tier v2',
    ],
    [
      'a period that is too long',
      '<rate-limit calls="1" renewal-period="3600" />',
      'not a number from 1 to 300',
    ],
    [
      'an expression where none is taken',
      '<rate-limit calls="@(1)" renewal-period="60" />',
      'takes no expression',
    ],
    [
      'a policy twice',
      '<rate-limit calls="1" renewal-period="6" /><rate-limit calls="1" renewal-period="6" />',
      'may be there once',
    ],
    [
      'parts in the wrong order',
      '<return-response><set-body>a</set-body><set-status code="1" reason="a" /></return-response>',
      'in the order',
    ],
    ['a part that does not belong', '<choose><if condition="true" /></choose>', '<if> does not stand in it'],
    ['an empty choice', '<choose />', 'it is empty'],
    [
      'a header that cannot be changed',
      '<set-header name="Server" exists-action="delete" />',
      'cannot be changed',
    ],
    ['brackets that do not match', '<set-variable name="a" value="@((1)" />', 'do not match'],
    ['quotes that do not match', "<set-variable name='a' value='@(\"a)' />", 'do not match'],
    [
      'a member that there is not',
      '<set-variable name="a" value="@(context.Request.Header)" />',
      "no 'Header'",
    ],
    [
      'a type that may not be used',
      '<set-variable name="a" value="@(File.ReadAllText(&quot;a&quot;))" />',
      "'File' is not a type",
    ],
    ['text beside an expression', '<set-variable name="a" value="Bearer @(1)" />', 'the whole value'],
  ])('finds %s', (_, inbound, fault) => {
    expect(faults(inbound).join('\n')).toContain(fault);
  });

  it('finds sections that are missing, and base where nothing is above', () => {
    expect(faultsOfDocument(parseXml('<policies><inbound /></policies>'), 'api', 'v2')).not.toEqual([]);
    expect(faultsOfDocument(document('<base />'), 'global', 'v2')).not.toEqual([]);
  });

  it('finds a fragment in a fragment', () => {
    const fragment = parseXml('<fragment><include-fragment fragment-id="a" /></fragment>');
    expect(faultsOfFragment(fragment, { section: 'inbound', scope: 'api', gateway: 'v2' })).not.toEqual([]);
  });

  it.each(['<policies><inbound></policies>', '<a b="<"/>', '<a b=c/>', '<!DOCTYPE a><a/>', '<a/><b/>'])(
    'finds XML that is not well-formed: %s',
    (text) => {
      expect(() => parseXml(text)).toThrow();
    },
  );
});
