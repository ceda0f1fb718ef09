import type { GroupView, LetterView } from '../../src/cli/letter-view';
import { groupsText, lettersText, type Asked } from '../../src/cli/letters-text';
import { actsText } from '../../src/cli/acts-text';

const letter = (over: Partial<LetterView> = {}): LetterView => ({
  id: 'l1',
  tenant: 'contoso',
  state: 'new',
  stage: 'work',
  reason: { code: 'timeout', message: 'no answer', passing: true },
  fingerprint: 'f1',
  hub: 'tasks',
  attempt: 1,
  firstAt: '2026-11-21T10:00:00.000Z',
  lastAt: '2026-11-21T10:00:00.000Z',
  ...over,
});
const group = (over: Partial<GroupView> = {}): GroupView => ({
  fingerprint: 'f1',
  count: 12,
  byState: { new: 12 },
  reason: letter().reason,
  stage: 'work',
  firstAt: letter().firstAt,
  lastAt: letter().lastAt,
  ...over,
});
const asked = (tenant?: string): Asked => ({
  url: 'http://mesh',
  words: tenant ? ['--tenant', tenant] : [],
  ...(tenant && { tenant }),
});

it('tells who runs the mesh where to look when the list is empty', () => {
  expect(lettersText({ letters: [] }, asked())).toContain("--tenant '*'");
  expect(groupsText({ groups: [] }, asked())).toContain("--tenant '*'");
  expect(lettersText({ letters: [] }, asked('contoso'))).not.toContain('--tenant');
});

it('names tenants, and in what is proposed, only where another’s or everybody’s were asked for', () => {
  expect(lettersText({ letters: [letter()] }, asked())).not.toContain('contoso');
  const all = lettersText({ letters: [letter()] }, asked('*'));
  expect(all).toMatch(/TENANT[\s\S]*contoso/);
  expect(all).toContain('dead-letters l1 --tenant contoso');
  expect(all).toContain('replay --id l1 --tenant contoso --dry-run');
});

it('proposes to bring back one that is still open', () => {
  const letters = [letter({ id: 'done', state: 'resolved' }), letter({ id: 'open' })];
  expect(lettersText({ letters }, asked())).toContain('replay --id open --dry-run');
});

it('proposes to bring back those of whoever has most of a group', () => {
  const byTenant = { fabrikam: 3, contoso: 9 };
  const text = groupsText({ groups: [group({ byTenant })], moreTenants: true }, asked('*'));
  expect(text).toContain('contoso 9, fabrikam 3');
  expect(text).toContain('replay --fingerprint f1 --tenant contoso --dry-run');
  expect(text).toContain('more tenants than were looked through');
});

it('tells in words what operators did', () => {
  const at = '2026-11-21T10:00:00.000Z';
  const text = actsText(
    {
      acts: [
        { at, by: { id: 'anna' }, what: 'replayed', tenant: 'contoso', letters: 12, reason: 'ticket 7' },
        { at, by: { id: 'anna' }, what: 'read-content', tenant: 'contoso', letter: 'l1' },
        { at, by: { id: 'anna' }, what: 'listed', tenant: '*', letters: 1 },
      ],
    },
    asked(),
  );
  expect(text).toMatch(/anna +brought back +12 letters +contoso +ticket 7/);
  expect(text).toMatch(/anna +looked into +l1 +contoso/);
  expect(text).toMatch(/anna +listed +1 letter +everybody/);
  expect(actsText({ acts: [] }, asked())).toContain('No operator');
});
