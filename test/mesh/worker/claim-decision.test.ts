import type { Claim, ClaimOutcome, Emission } from '../../../src/mesh/ports/claim-store';
import { decide, type Decision, type Trial } from '../../../src/mesh/worker/claim-decision';

const emissions: Emission[] = [{ event: { specversion: '1.0', id: 'r', source: '/w', type: 'x' } }];

const trial = (attempt: number, more: Partial<Trial> = {}): Trial => ({
  attempt,
  replayed: false,
  repeat: 'keyed',
  attempts: 5,
  ...more,
});
const claimAt = (attempt: number, state: Claim['state'], leaseLeftMs = 0): Claim => ({
  task: 't',
  attempt,
  state,
  leaseLeftMs,
  leaseOver: leaseLeftMs === 0,
  etag: 'e',
});
const settled = (attempt: number, outcome: ClaimOutcome) =>
  claimAt(attempt, { kind: 'settled', outcome, emissions });
const leased = (attempt: number, leaseLeftMs = 0) => claimAt(attempt, { kind: 'leased' }, leaseLeftMs);

const resend: Decision = { kind: 'resend', emissions };
const superseded: Decision = { kind: 'ignore', because: 'superseded' };
const take: Decision = { kind: 'take', probe: false, exhausted: false };
const probe: Decision = { kind: 'take', probe: true, exhausted: false };
const uncertain: Decision = { kind: 'uncertain' };

describe('an event that finds its task claimed', () => {
  it.each([1, 2, 3])('does nothing where the claim is void (attempt %d)', (attempt) =>
    expect(decide(trial(attempt), claimAt(0, { kind: 'void' }))).toEqual({ kind: 'ignore', because: 'void' }),
  );

  it.each(['completed', 'failed', 'expired'] as const)(
    'sends again what a %s task gave, whatever its attempt',
    (outcome) => {
      for (const attempt of [1, 2, 3]) expect(decide(trial(attempt), settled(2, outcome))).toEqual(resend);
    },
  );

  it.each<[ClaimOutcome, number, Trial['repeat'], Decision]>([
    ['retrying', 1, 'keyed', superseded],
    ['retrying', 2, 'keyed', resend],
    ['retrying', 3, 'keyed', take],
    ['retrying', 3, 'probe', probe],
    ['retrying', 3, 'never', take],
    ['dead', 1, 'never', superseded],
    ['dead', 2, 'never', resend],
    ['dead', 3, 'keyed', take],
    ['dead', 3, 'probe', probe],
    ['dead', 3, 'never', take],
  ])(
    'of a task that is %s at attempt 2, as attempt %d with repeat %s',
    (outcome, attempt, repeat, decision) =>
      expect(decide(trial(attempt, { repeat }), settled(2, outcome))).toEqual(decision),
  );

  it('takes a claim that was given back with nothing begun, and need not ask', () =>
    expect(decide(trial(1, { repeat: 'probe' }), settled(0, 'retrying'))).toEqual(take));

  it.each([1, 2, 3])(
    'waits for a lease that is not over, unless it is of an older attempt (attempt %d)',
    (attempt) =>
      expect(decide(trial(attempt), leased(2, 700))).toEqual(
        attempt < 2 ? superseded : { kind: 'wait', ms: 700 },
      ),
  );

  it.each<[attempt: number, repeat: Trial['repeat'], replayed: boolean, Decision]>([
    [1, 'keyed', false, superseded],
    [2, 'keyed', false, take],
    [3, 'keyed', false, take],
    [2, 'probe', false, probe],
    [3, 'probe', false, probe],
    [2, 'never', false, uncertain],
    [2, 'never', true, uncertain],
    [3, 'never', false, uncertain],
    [3, 'never', true, take],
  ])(
    'finds the lease of attempt 2 over: as attempt %d, repeat %s, replayed %s',
    (attempt, repeat, replayed, decision) =>
      expect(decide(trial(attempt, { repeat, replayed }), leased(2))).toEqual(decision),
  );

  it('is the end of the attempts when the last of them gave no answer', () => {
    expect(decide(trial(6), leased(5))).toEqual({ ...take, exhausted: true });
    expect(decide(trial(6, { repeat: 'probe' }), leased(5))).toEqual({ ...probe, exhausted: true });
  });
  it('is not the end of the attempts of a replay that died', () =>
    expect(decide(trial(6), leased(6))).toEqual(take));
});
