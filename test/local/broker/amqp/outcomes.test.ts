import type { Delivery, Session } from 'rhea';
import { outcomesBySession } from '../../../../src/local/broker/amqp/outcomes';

describe('the outcomes of deliveries', () => {
  it('are told in order, accepted and rejected ones never in one turn of the loop', async () => {
    const outcomes = outcomesBySession()({} as Session);
    const told: string[] = [];
    let turnMark = false;
    /** Notes where one turn of the loop ends and the next begins. */
    const note = (text: string): void => {
      if (!turnMark) {
        turnMark = true;
        told.push('|');
        process.nextTick(() => (turnMark = false));
      }
      told.push(text);
    };
    const delivery = (id: number) =>
      ({ accept: () => note(`accepted ${id}`), reject: () => note(`rejected ${id}`) }) as unknown as Delivery;
    const error = { condition: 'amqp:link:message-size-exceeded' };
    outcomes.accept(delivery(0));
    outcomes.accept(delivery(1));
    outcomes.reject(delivery(2), error);
    outcomes.reject(delivery(3), error);
    outcomes.accept(delivery(4));
    while (!told.includes('accepted 4')) await new Promise((resolve) => setImmediate(resolve));
    expect(told.join(' ')).toBe('| accepted 0 accepted 1 | rejected 2 | rejected 3 | accepted 4');
  });
});
