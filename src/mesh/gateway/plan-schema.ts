const names = { type: 'array', items: { type: 'string' } };

const conditions = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['schema'],
    additionalProperties: false,
    properties: {
      schema: { type: 'object' },
      or: { type: 'array', items: { enum: ['skipped', 'failed'] } },
      ifSkipped: { const: true },
    },
  },
};

/** What a plan looks like, before anything is known of its skills: a plan from a file or a model may be anything. */
export const PLAN_SCHEMA = {
  type: 'object',
  required: ['steps', 'output'],
  additionalProperties: false,
  properties: {
    steps: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['skill', 'needs', 'input'],
        additionalProperties: false,
        properties: {
          skill: { type: 'string' },
          needs: names,
          input: {},
          when: conditions,
          whenAny: { type: 'array', items: { type: 'array', items: conditions } },
          join: { enum: ['all', 'any'] },
          onFailure: names,
          forEach: { type: 'string' },
          onItemFailure: { enum: ['fail', 'skip'] },
        },
      },
    },
    output: {},
    lanes: {
      type: 'array',
      items: {
        type: 'object',
        required: ['lane', 'on', 'schema'],
        additionalProperties: false,
        properties: {
          lane: { enum: ['high', 'normal', 'low'] },
          on: { type: 'string' },
          schema: { type: 'object' },
        },
      },
    },
  },
};
