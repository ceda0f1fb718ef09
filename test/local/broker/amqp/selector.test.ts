import { RefusedError } from '../../../../src/local/broker/amqp/refusal';
import { startPositionOf } from '../../../../src/local/broker/amqp/selector';

describe("a receiver's filter", () => {
  it.each([
    [undefined, { from: 'offset', value: -1, inclusive: false }],
    ["amqp.annotation.x-opt-offset > '-1'", { from: 'offset', value: -1, inclusive: false }],
    ["amqp.annotation.x-opt-offset >= '4096'", { from: 'offset', value: 4096, inclusive: true }],
    ["amqp.annotation.x-opt-offset > '@latest'", { from: 'latest', inclusive: false }],
    ["amqp.annotation.x-opt-sequence-number >= '12'", { from: 'sequence', value: 12, inclusive: true }],
    ['amqp.annotation.x-opt-sequence-number > 12', { from: 'sequence', value: 12, inclusive: false }],
    [
      "amqp.annotation.x-opt-enqueued-time > '1700000000000'",
      { from: 'time', value: 1_700_000_000_000, inclusive: false },
    ],
  ])('%s says where to begin', (selector, position) => {
    expect(startPositionOf(selector)).toEqual(position);
  });

  it.each([
    "amqp.annotation.x-opt-offset < '5'",
    "amqp.annotation.x-opt-offset > 'soon'",
    "color = 'red'",
    '',
  ])('%j is refused', (selector) => {
    expect(() => startPositionOf(selector)).toThrow(RefusedError);
  });
});
