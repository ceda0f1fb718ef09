import { rowsWritten } from '../../bench/count-rows';
import { doubledIn } from '../../bench/doubled';
import { faultsIn } from '../../bench/results';
import { median, percentile } from '../../bench/statistics';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => n - i);

describe('what the bench computes', () => {
  it.each([
    [[], 0.5, NaN],
    [[7], 0.99, 7],
    [upTo(100), 0.5, 50],
    [upTo(100), 0.99, 99],
    [upTo(3), 1, 3],
  ])('tells the percentile of %j', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });

  it('is not moved by one round that was disturbed', () => {
    expect(median([10, 11, 12, 3, 11])).toBe(11);
  });

  it('counts effects that happened twice, and those that did not happen', () => {
    expect(doubledIn(['a', 'b', 'c'], 3)).toBe(0);
    expect(doubledIn(['a', 'b', 'a'], 2)).toBe(1);
    expect(doubledIn(['a'], 3)).toBe(2);
  });
});

describe('rows written', () => {
  it('counts a single write, and no read and no table', () => {
    expect(rowsWritten('PUT', "/account/runs(PartitionKey='0a',RowKey='a%7C1')", '')).toEqual({ runs: 1 });
    expect(rowsWritten('GET', '/account/runs()', '')).toEqual({});
    expect(rowsWritten('POST', '/account/Tables', '{}')).toEqual({});
  });

  it('counts each row of a transaction, whatever stands in the data', () => {
    const body = [
      '--batch_1',
      '',
      'POST http://127.0.0.1:1/account/claims HTTP/1.1',
      'Content-Type: application/json',
      '',
      '{"text":"PUT http://x/account/runs() HTTP/1.1"}',
      "PATCH http://127.0.0.1:1/account/runs(PartitionKey='0a',RowKey='a%7C1') HTTP/1.1",
      "DELETE http://127.0.0.1:1/account/runs(PartitionKey='0a',RowKey='a%7C2') HTTP/1.1",
    ].join('\r\n');
    expect(rowsWritten('POST', '/account/$batch', body)).toEqual({ claims: 1, runs: 2 });
  });
});

describe('what fails the bench', () => {
  const good = {
    edge: { singlePerSecond: 700, emptyFunctionPerSecond: 1000 },
    accepted: 10,
    finished: 10,
    doubled: 0,
    refused: 0,
  };
  it('passes at the bar', () => {
    expect(faultsIn(good)).toEqual([]);
  });

  it.each([
    ['a run that did not finish', { finished: 9 }],
    ['an effect that happened twice', { doubled: 1 }],
    ['a request that was refused', { refused: 1 }],
    ['the bar', { edge: { singlePerSecond: 699, emptyFunctionPerSecond: 1000 } }],
    ['a measurement that is none', { edge: { singlePerSecond: NaN, emptyFunctionPerSecond: 1000 } }],
  ])('fails for %s', (_, over) => {
    expect(faultsIn({ ...good, ...over })).toHaveLength(1);
  });
});
