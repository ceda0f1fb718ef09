import { fingerprintOf, normalised } from '../../../src/mesh/letters/fingerprint';

const failed = { stage: 'work', code: 'x', type: 'a', skill: 's', message: 'm' };

describe('normalised', () => {
  it.each([
    ['invoice 4711 is over 12,000.50', 'invoice <number> is over <number>'],
    ['no supplier \'Müller & Söhne\' in "vendors"', 'no supplier <text> in <text>'],
    ['run 8d0b1c9e-0000-8abc-9abc-0123456789ab is lost', 'run <id> is lost'],
    ['hash 9f86d081884c7d65 differs', 'hash <id> differs'],
    ["the ledger doesn't answer", "the ledger doesn't answer"],
    ['two\n  lines', 'two lines'],
  ])('%j -> %j', (message, expected) => {
    expect(normalised(message)).toBe(expected);
  });
});

describe('fingerprintOf', () => {
  it('is the same for failures that differ in particulars only', () => {
    const of = (message: string) => fingerprintOf({ ...failed, message });
    expect(of('invoice 1 of "A" failed')).toBe(of('invoice 22 of "B" failed'));
    expect(of('invoice failed')).not.toBe(of('order failed'));
  });

  it.each(['stage', 'code', 'type', 'skill'] as const)('differs by %s', (field) => {
    expect(fingerprintOf({ ...failed, [field]: 'other' })).not.toBe(fingerprintOf(failed));
  });

  it('is short enough to type', () => {
    expect(fingerprintOf(failed)).toMatch(/^[0-9a-f]{16}$/);
  });
});
