import type { Area, Check, Finding } from './check';
import { fail } from './check';
import { contracts } from './contracts';
import { governance } from './governance';
import { observability } from './observability';
import type { Patient } from './patient';
import { resilience } from './resilience';
import { security } from './security';
import { serviceLevels } from './service-levels';

/** The list. A new check is one entry in the file of its area. */
export const AREAS: readonly Area[] = [
  contracts,
  resilience,
  serviceLevels,
  observability,
  governance,
  security,
];

export type Examined = { area: string; name: string } & Finding;

/** A check that cannot be made has failed, and says why. */
const looked = async ({ look, advice }: Check, patient: Patient): Promise<Finding> => {
  try {
    return await look(patient);
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return fail(cause?.code ? `${message} (${cause.code})` : message, advice);
  }
};

/** Makes every check, one after the other: each line is shown when it is known. */
export const examine = async (
  patient: Patient,
  { areas = AREAS, show }: { areas?: readonly Area[]; show: (line: Examined) => void },
): Promise<readonly Examined[]> => {
  const all: Examined[] = [];
  for (const { name: area, checks } of areas)
    for (const check of checks) {
      const line = { area, name: check.name, ...(await looked(check, patient)) };
      all.push(line);
      show(line);
    }
  return all;
};
