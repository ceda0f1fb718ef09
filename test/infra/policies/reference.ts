/**
 * The reference of API Management's policies, as data: what may stand where, with which attributes, in which tiers.
 * Only policies that are used here or are likely to be; another one is unknown until it is looked up and added.
 *
 * @see https://learn.microsoft.com/azure/api-management/api-management-policies
 */
export type Section = 'inbound' | 'backend' | 'outbound' | 'on-error';
export type Scope = 'global' | 'product' | 'api' | 'operation';
export type Gateway = 'classic' | 'v2' | 'consumption';

export interface AttributeRule {
  required?: true;
  /** Values that it may have. */
  values?: readonly string[];
  /** A literal: policy expressions are not taken. */
  literal?: true;
  /** A whole number within these bounds. */
  integer?: readonly [least: number, most: number];
}

export interface ElementRule {
  attributes?: Readonly<Record<string, AttributeRule>>;
  /** One of these attributes must be there. */
  oneOf?: readonly string[];
  /** Child elements, in the order in which they must come; `policies` stands for any policy. */
  children?: readonly string[] | 'policies' | 'text';
  /** How many children there must be at least. */
  least?: number;
}

export interface PolicyRule extends ElementRule {
  sections: readonly Section[];
  /** Absent: every scope. */
  scopes?: readonly Scope[];
  gateways: readonly Gateway[];
  /** At most once in a document. */
  once?: true;
}

const ANYWHERE: readonly Section[] = ['inbound', 'backend', 'outbound', 'on-error'];
const EVERY: readonly Gateway[] = ['classic', 'v2', 'consumption'];
const BOOLEAN = { values: ['true', 'false'] } as const;
const REQUIRED = { required: true } as const;
const LITERAL = { literal: true } as const;
const EXISTS_ACTION = { values: ['override', 'skip', 'append', 'delete'] } as const;
const COUNT = { required: true, literal: true, integer: [1, Number.MAX_SAFE_INTEGER] } as const;
const WITHIN_300_S = { required: true, literal: true, integer: [1, 300] } as const;
const RATE_HEADERS = {
  'retry-after-header-name': LITERAL,
  'retry-after-variable-name': LITERAL,
  'remaining-calls-header-name': LITERAL,
  'remaining-calls-variable-name': LITERAL,
  'total-calls-header-name': LITERAL,
} as const;

export const POLICIES: Readonly<Record<string, PolicyRule>> = {
  'authentication-managed-identity': {
    sections: ['inbound'],
    gateways: EVERY,
    attributes: {
      resource: REQUIRED,
      'client-id': LITERAL,
      'output-token-variable-name': LITERAL,
      'ignore-error': BOOLEAN,
    },
  },
  choose: { sections: ANYWHERE, gateways: EVERY, children: ['when', 'otherwise'], least: 1 },
  cors: {
    sections: ['inbound'],
    gateways: EVERY,
    once: true,
    attributes: { 'allow-credentials': BOOLEAN, 'terminate-unmatched-request': BOOLEAN },
    children: ['allowed-origins', 'allowed-methods', 'allowed-headers', 'expose-headers'],
  },
  'emit-metric': {
    sections: ANYWHERE,
    gateways: EVERY,
    attributes: { name: { required: true, literal: true }, namespace: LITERAL, value: {} },
    children: ['dimension'],
    least: 1,
  },
  'forward-request': {
    sections: ['backend'],
    gateways: EVERY,
    once: true,
    attributes: {
      timeout: { integer: [0, 240] },
      'timeout-ms': {},
      'continue-timeout': {},
      'http-version': { values: ['1', '2', '2or1'] },
      'follow-redirects': BOOLEAN,
      'buffer-request-body': BOOLEAN,
      'buffer-response': BOOLEAN,
      'fail-on-error-status-code': BOOLEAN,
    },
  },
  'include-fragment': {
    sections: ANYWHERE,
    gateways: EVERY,
    attributes: { 'fragment-id': { required: true, literal: true } },
  },
  'ip-filter': {
    sections: ['inbound'],
    gateways: EVERY,
    attributes: { action: { required: true, values: ['allow', 'forbid'] } },
    children: ['address', 'address-range'],
    least: 1,
  },
  'limit-concurrency': {
    sections: ANYWHERE,
    gateways: EVERY,
    attributes: { key: REQUIRED, 'max-count': COUNT },
    children: 'policies',
    least: 1,
  },
  quota: {
    sections: ['inbound'],
    scopes: ['product'],
    gateways: EVERY,
    once: true,
    attributes: {
      calls: { literal: true, integer: [1, Number.MAX_SAFE_INTEGER] },
      bandwidth: LITERAL,
      'renewal-period': { required: true, literal: true, integer: [0, Number.MAX_SAFE_INTEGER] },
    },
    oneOf: ['calls', 'bandwidth'],
    children: ['api'],
  },
  'quota-by-key': {
    sections: ['inbound'],
    gateways: ['classic'],
    attributes: {
      calls: {},
      bandwidth: {},
      'renewal-period': REQUIRED,
      'counter-key': REQUIRED,
      'increment-condition': {},
      'first-period-start': {},
    },
    oneOf: ['calls', 'bandwidth'],
  },
  'rate-limit': {
    sections: ['inbound'],
    scopes: ['product', 'api', 'operation'],
    gateways: EVERY,
    once: true,
    attributes: { calls: COUNT, 'renewal-period': WITHIN_300_S, ...RATE_HEADERS },
    children: ['api'],
  },
  'rate-limit-by-key': {
    sections: ['inbound'],
    gateways: ['classic', 'v2'],
    attributes: {
      calls: { required: true, integer: [1, Number.MAX_SAFE_INTEGER] },
      'renewal-period': { required: true, integer: [1, 300] },
      'counter-key': REQUIRED,
      'increment-condition': {},
      'increment-count': {},
      ...RATE_HEADERS,
    },
  },
  'redirect-content-urls': { sections: ['inbound', 'outbound'], gateways: EVERY },
  retry: {
    sections: ANYWHERE,
    gateways: EVERY,
    attributes: {
      condition: REQUIRED,
      count: REQUIRED,
      interval: REQUIRED,
      'max-interval': {},
      delta: {},
      'first-fast-retry': BOOLEAN,
    },
    children: 'policies',
    least: 1,
  },
  'return-response': {
    sections: ANYWHERE,
    gateways: EVERY,
    attributes: { 'response-variable-name': LITERAL },
    children: ['set-status', 'set-header', 'set-body'],
  },
  'rewrite-uri': {
    sections: ['inbound'],
    gateways: EVERY,
    attributes: { template: REQUIRED, 'copy-unmatched-params': BOOLEAN },
  },
  'set-backend-service': {
    sections: ['inbound', 'backend'],
    gateways: EVERY,
    attributes: { 'base-url': {}, 'backend-id': {} },
    oneOf: ['base-url', 'backend-id'],
  },
  'set-body': {
    // In on-error only inside return-response.
    sections: ['inbound', 'backend', 'outbound'],
    gateways: EVERY,
    attributes: {
      template: { values: ['liquid'], literal: true },
      'xsi-nil': { values: ['blank', 'null'], literal: true },
    },
    children: 'text',
  },
  'set-header': {
    sections: ANYWHERE,
    gateways: EVERY,
    attributes: { name: REQUIRED, 'exists-action': EXISTS_ACTION },
    children: ['value'],
  },
  'set-method': { sections: ['inbound', 'on-error'], gateways: EVERY, children: 'text' },
  'set-query-parameter': {
    sections: ['inbound', 'backend'],
    gateways: EVERY,
    attributes: { name: REQUIRED, 'exists-action': EXISTS_ACTION },
    children: ['value'],
  },
  'set-status': {
    sections: ANYWHERE,
    gateways: EVERY,
    attributes: { code: REQUIRED, reason: REQUIRED },
  },
  'set-variable': {
    sections: ANYWHERE,
    gateways: EVERY,
    attributes: { name: { required: true, literal: true }, value: REQUIRED },
  },
  trace: {
    sections: ANYWHERE,
    gateways: EVERY,
    attributes: { source: REQUIRED, severity: { values: ['verbose', 'information', 'error'] } },
    children: ['message', 'metadata'],
    least: 1,
  },
  'validate-azure-ad-token': {
    sections: ['inbound'],
    gateways: EVERY,
    attributes: {
      'tenant-id': REQUIRED,
      'header-name': {},
      'query-parameter-name': {},
      'token-value': {},
      'failed-validation-httpcode': { integer: [400, 499] },
      'failed-validation-error-message': {},
      'output-token-variable-name': LITERAL,
    },
    oneOf: ['header-name', 'query-parameter-name', 'token-value'],
    children: [
      'client-application-ids',
      'backend-application-ids',
      'audiences',
      'required-claims',
      'decryption-keys',
    ],
    least: 1,
  },
  'validate-content': {
    sections: ['inbound', 'outbound', 'on-error'],
    gateways: EVERY,
    attributes: {
      'unspecified-content-type-action': { required: true, values: ['ignore', 'prevent', 'detect'] },
      'max-size': { required: true, integer: [1, 102_400] },
      'size-exceeded-action': { required: true, values: ['ignore', 'prevent', 'detect'] },
      'errors-variable-name': LITERAL,
    },
    children: ['content-type-map', 'content'],
  },
};

/** Elements that stand in one policy only. */
export const PARTS: Readonly<Record<string, Readonly<Record<string, ElementRule>>>> = {
  choose: {
    when: { attributes: { condition: REQUIRED }, children: 'policies', least: 1 },
    otherwise: { children: 'policies' },
  },
  'set-header': { value: { children: 'text' } },
  'set-query-parameter': { value: { children: 'text' } },
  'validate-azure-ad-token': {
    'client-application-ids': { children: ['application-id'], least: 1 },
    'backend-application-ids': { children: ['application-id'], least: 1 },
    audiences: { children: ['audience'], least: 1 },
    'required-claims': { children: ['claim'], least: 1 },
  },
  'client-application-ids': { 'application-id': { children: 'text' } },
  'backend-application-ids': { 'application-id': { children: 'text' } },
  audiences: { audience: { children: 'text' } },
  'required-claims': {
    claim: {
      attributes: { name: REQUIRED, match: { values: ['all', 'any'] }, separator: {} },
      children: ['value'],
      least: 1,
    },
  },
  claim: { value: { children: 'text' } },
};

/** Headers that a policy cannot change. */
export const FIXED_HEADERS = ['server', 'connection', 'content-length', 'keep-alive', 'transfer-encoding'];

/** Members of `context` that expressions may read. */
export const CONTEXT = {
  context: [
    'Api',
    'Deployment',
    'Elapsed',
    'LastError',
    'Operation',
    'Product',
    'Request',
    'RequestId',
    'Response',
    'Subscription',
    'Timestamp',
    'Tracing',
    'User',
    'Variables',
    'Trace',
  ],
  'context.Request': [
    'Body',
    'Certificate',
    'Headers',
    'IpAddress',
    'MatchedParameters',
    'Method',
    'OriginalUrl',
    'PrivateEndpointConnection',
    'Url',
    'ToString',
  ],
  'context.Response': ['Body', 'Headers', 'StatusCode', 'StatusReason'],
  'context.LastError': ['Source', 'Reason', 'Message', 'Scope', 'Section', 'Path', 'PolicyId'],
} as const;

/** .NET types that expressions may name, of those that are used or likely to be. */
export const TYPES = [
  'Convert',
  'DateTime',
  'Encoding',
  'Guid',
  'JArray',
  'JObject',
  'JProperty',
  'JToken',
  'Jwt',
  'Math',
  'Regex',
  'String',
  'StringComparison',
  'TimeSpan',
  'Uri',
];

export const TIERS: Readonly<Record<string, Gateway>> = {
  Consumption: 'consumption',
  BasicV2: 'v2',
  StandardV2: 'v2',
  PremiumV2: 'v2',
};
