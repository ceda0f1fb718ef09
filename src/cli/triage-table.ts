import { basename } from 'node:path';
import { outputOf, type RunView } from './run-view';
import { bold, dim, statusText } from './style';
import { tableOf } from './table';
import { duration, wrapped } from './words';

/** A sample that was sent, and what became of it. */
export interface Triaged {
  file: string;
  run: RunView;
  ms: number;
}

interface Decision {
  decision?: string;
  supplier?: string;
  number?: string;
  amount?: string;
  currency?: string;
  reasons?: readonly { text: string }[];
}

interface Facts {
  number?: string;
  currency?: string;
  supplier?: { name?: string };
  totals?: { payable?: string };
}

/** What is known of a document whose run has not come to a decision: from the steps that were done. */
const knownOf = (run: RunView): Decision => {
  const facts = outputOf(run, 'extract') as Facts | undefined;
  const risk = outputOf(run, 'score-risk') as Pick<Decision, 'reasons'> | undefined;
  return {
    ...(facts?.supplier?.name && { supplier: facts.supplier.name }),
    ...(facts?.number && { number: facts.number }),
    ...(facts?.totals?.payable && { amount: facts.totals.payable }),
    ...(facts?.currency && { currency: facts.currency }),
    ...(risk?.reasons && { reasons: risk.reasons }),
  };
};

const caseOf = (run: RunView): Decision => ({ ...knownOf(run), ...(run.output as Decision | undefined) });

/** What was decided, or where the run stands. */
export const decisionOf = (run: RunView): string => caseOf(run).decision ?? run.status;

/** `84000.00` as `84,000.00` */
const money = (amount: string): string => amount.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');

const reasonsOf = (run: RunView): readonly string[] => {
  const { reasons = [] } = caseOf(run);
  const failed = run.failure ? [run.failure.message] : [];
  return [...reasons.map(({ text }) => text), ...failed];
};

const HEAD = ['SUPPLIER', 'NUMBER', 'AMOUNT', 'DECISION', 'TIME', 'RUN'];
const AMOUNT = 2;
const TIME = 4;

const rowOf = ({ file, run, ms }: Triaged) => {
  const { supplier, number, amount, currency } = caseOf(run);
  return [
    supplier ?? basename(file, '.xml'),
    number,
    amount && `${money(amount)} ${currency ?? ''}`,
    statusText(decisionOf(run)),
    duration(ms),
    run.runId,
  ];
};

const INDENT = '    ';

const reasonLines = (run: RunView, width: number): readonly string[] =>
  reasonsOf(run).map((reason) => dim(wrapped(reason, { width, indent: INDENT })));

/** Each document in a line, and below it the reasons for what was decided. */
export const triageTable = (triaged: readonly Triaged[], width: number): string => {
  const [head, ...rows] = tableOf(HEAD, triaged.map(rowOf), { right: [AMOUNT, TIME] }).split('\n');
  return [
    head,
    INDENT + bold('REASONS'),
    ...triaged.flatMap(({ run }, index) => ['', rows[index]!, ...reasonLines(run, width)]),
  ].join('\n');
};
