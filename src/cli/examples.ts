import { lines } from './output';

/** What each command is for, as somebody would type it; a test holds each line against the options that there are. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  send: [
    'send samples/invoices/01-invoice-several-vat-rates.xml --watch',
    'send samples/orders/01-ordinary.json --type business.order.intent',
  ],
  runs: ['runs --status blocked', 'runs --type business.invoice.intent --limit 100'],
  run: [
    'run 7d3f2a10-5b6c-8d4e-9f01-23456789abcd --watch',
    'run 7d3f2a10-5b6c-8d4e-9f01-23456789abcd --events',
  ],
  explain: ['explain 7d3f2a10-5b6c-8d4e-9f01-23456789abcd'],
  erase: ['erase 7d3f2a10-5b6c-8d4e-9f01-23456789abcd --reason "asked for by the person it is about"'],
  tasks: ['tasks'],
  answer: [
    'answer 7d3f2a10-5b6c-8d4e-9f01-23456789abcd.approve --approve --comment "as agreed" --watch',
    `answer 7d3f2a10-5b6c-8d4e-9f01-23456789abcd.approve --output '{"decision":"rejected"}'`,
  ],
  'dead-letters': ['dead-letters --groups', 'dead-letters --state new --from 2026-11-21T06:00:00Z'],
  replay: [
    'replay --fingerprint 9c41f0d2a6b3e857 --dry-run',
    'replay --fingerprint 9c41f0d2a6b3e857 --ramp --stop-when-failed 20% --reason "the ledger is back" --watch',
  ],
  replays: ['replays --limit 5'],
  webhooks: [
    'webhooks',
    'webhooks add https://example.com/hook --type business.invoice.intent --status failed',
  ],
  plan: ['plan business.invoice.intent', 'plan --file plan.json'],
  canary: ['canary report'],
  capture: ['capture --from 2026-11-21T06:00:00Z --dry-run export'],
  top: ['top', 'top --once --json'],
  tail: [
    `tail --type 'business.*.intent.failed'`,
    'tail --run 7d3f2a10-5b6c-8d4e-9f01-23456789abcd --payload',
  ],
  ps: ['ps', 'ps --pid worker'],
  doctor: ['doctor', 'doctor --url https://contoso.azure-api.net/mesh/api'],
  token: ['token'],
  completion: ['completion bash'],
};

/** What stands below the options of a command. */
export const examplesText = (name: string): string =>
  `\n${lines('For example:', ...(EXAMPLES[name] ?? []).map((typed) => `  npm run mesh -- ${typed}`))}`;
