import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import file from './policy.json';
import schema from './policy.schema.json';

/** What a risk is worth, and from which score on a person decides. Amounts are decimals as strings, by currency. */
export interface Policy {
  version: string;
  /** The score from which a person is asked. */
  highFrom: number;
  /** Amounts above these are over the limit; a currency without one is a risk of its own. */
  limits: Limits;
  /** Limits of single suppliers, by what the ledger knows them by. */
  suppliers: Readonly<Record<string, { name?: string; limits: Limits }>>;
  /** How many times the limit is far over it. */
  farOver: number;
  shortTermDays: number;
  /** Multiples of this are round. */
  roundTo: string;
  /** What makes an amount unusual for a supplier. */
  usual: {
    /** So many documents must be known first. */
    documents: number;
    /** More than so many median deviations from the median … */
    deviations: number;
    /** … and by more than this share of the median. */
    share: number;
  };
  points: Readonly<Record<RiskCode, number>>;
}

type Limits = Readonly<Record<string, string>>;

export type RiskCode = keyof typeof file.points;

/** The policy that is in force, as its file says; edit `policy.json` to change it. */
export const inForce: unknown = file;

/** The limit of a supplier in a currency: its own, else the common one; undefined where there is none. */
export const limitOf = (
  { suppliers, limits }: Policy,
  { supplier, currency }: { supplier: string; currency: string },
): string | undefined => {
  const own = Object.hasOwn(suppliers, supplier) ? suppliers[supplier]!.limits : {};
  if (Object.hasOwn(own, currency)) return own[currency];
  return Object.hasOwn(limits, currency) ? limits[currency] : undefined;
};

// The schema is ours and tested; to check it as well would take most of the time, at every start.
const QUICKLY = { allErrors: true, verbose: true, meta: false, validateSchema: false };

/**
 * A policy that is whole and right.
 * @throws Error that names every fault, where it is, and what is right there
 */
export const policyOf = (given: unknown): Policy => {
  const isRight = new Ajv2020(QUICKLY).compile<Policy>(schema);
  const faults = isRight(given) ? faultsOfPoints(given) : (isRight.errors ?? []).flatMap(faultOf);
  if (faults.length === 0) return given as Policy;
  throw new Error(`The policy of invoice triage (policy.json) is wrong: ${[...new Set(faults)].join('; ')}`);
};

const RISKS = Object.keys(file.points);

// Which risks there are is for the code to say, and not for the file.
const faultsOfPoints = ({ points }: Policy): string[] => [
  ...RISKS.filter((risk) => !Object.hasOwn(points, risk)).map((risk) => `/points lacks "${risk}"`),
  ...Object.keys(points)
    .filter((risk) => !RISKS.includes(risk))
    .map((risk) => `/points/${risk} is no risk that is known; known are ${RISKS.join(', ')}`),
];

const AMOUNT = 'an amount in quotes, with two decimals, such as "10000.00"';

const faultOf = ({
  keyword,
  instancePath: at,
  params,
  data,
  message,
  parentSchema,
}: ErrorObject): string[] => {
  if (keyword === 'propertyNames') return [];
  if (keyword === 'required') return [`${at || '/'} lacks "${params['missingProperty']}"`];
  if (keyword === 'additionalProperties')
    return [`${at}/${params['additionalProperty']} is not known: remove it, or correct its name`];
  if (keyword === 'pattern' && parentSchema?.['pattern'] === schema.$defs.limits.propertyNames.pattern)
    return [`${at}: "${String(data)}" is no currency such as EUR`];
  if (
    keyword === 'pattern' &&
    parentSchema?.['pattern'] === schema.properties.suppliers.propertyNames.pattern
  )
    return [
      `${at}: "${String(data)}" is no supplier such as vat:DE123456789, company:HRB1 or name:lampen gmbh`,
    ];
  const wants = parentSchema?.['pattern'] === schema.$defs.amount.pattern ? `must be ${AMOUNT}` : message;
  return [`${at} ${wants}, and is ${JSON.stringify(data)}`];
};
