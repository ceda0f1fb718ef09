import { memoryOrders, orderExceptions } from '../../src/agents/order-exceptions';
import { mermaidOf } from '../../src/cli/plan-mermaid';
import { blocksOf } from './pages';

it('shows a whole plan as the command line draws it', () => {
  const [{ plan, skills }] = orderExceptions({ orders: memoryOrders() }).plans as [
    ReturnType<typeof orderExceptions>['plans'][number],
  ];
  const known = Object.fromEntries(skills.map((skill) => [skill.name, skill]));
  const drawn = blocksOf('docs/plans.md').find(({ code }) => code.startsWith('flowchart TD'));
  expect(drawn?.code.trim()).toBe(mermaidOf(plan, known).trim());
});
