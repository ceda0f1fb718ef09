import {
  bucketKey,
  derivedId,
  isRunId,
  parseTaskId,
  partitionOf,
  runBucket,
  runIdOf,
  taskBucket,
  taskIdOf,
} from '../../src/contracts/ids';

const RUN = '3581037c-2322-84a4-9a47-bf454f9bf9fd';

describe('the id of a run', () => {
  // Worked out apart from the code. Ids that change would make every intent under way another one.
  it.each([
    [{ tenant: 'contoso', source: '/erp', id: 'invoice-1' }, RUN],
    [
      { tenant: 'contoso', source: '/erp', id: 'invoice-1', partitionKey: 'supplier-7' },
      '6b563bef-351a-8da3-a963-2d99dc4d2d1a',
    ],
    [
      { tenant: 'contoso', source: '/erp', id: 'invoice-2', partitionKey: 'supplier-7' },
      '6b1d990f-70d6-84c2-bf93-62b1f60df09f',
    ],
    [
      { tenant: 'fabrikam', source: '/erp', id: 'invoice-1', partitionKey: 'supplier-7' },
      '6c21c7a9-37ad-883a-b65d-a7a540db8834',
    ],
    [{ tenant: 'contoso', source: '/erpi', id: 'nvoice-1' }, 'c8746608-50f9-8250-91c8-fb161639de3b'],
    [{ tenant: 'müller', source: '/straße', id: '日本-1' }, '717b9aa4-8042-84ca-96cc-cec23c7213d7'],
  ])('of %j is %s', (key, id) => {
    expect(runIdOf(key)).toBe(id);
    expect(isRunId(id)).toBe(true);
  });

  it('is the same without a partition key and with an empty one', () =>
    expect(runIdOf({ tenant: 'contoso', source: '/erp', id: 'invoice-1', partitionKey: '' })).toBe(RUN));
});

it('derives other ids from all that they name', () => {
  expect(derivedId('letter', 'task', 'x')).toBe('ac5c9da6-a264-85fd-b6fc-a775cb4426ad');
  expect(derivedId('ab', 'c')).not.toBe(derivedId('a', 'bc'));
});

describe('the id of a task', () => {
  it.each([
    [{ run: RUN, step: 'post' }, `${RUN}.post`],
    [{ run: RUN, step: 'lines', item: 0 }, `${RUN}.lines.0`],
    [{ run: RUN, step: 'score-risk', item: 999 }, `${RUN}.score-risk.999`],
  ])('of %j can be taken apart again', (key, id) => {
    const { item } = key as { item?: number };
    expect(taskIdOf(key.run, key.step, item)).toBe(id);
    expect(parseTaskId(id)).toEqual(key);
  });

  it.each([
    RUN,
    `${RUN}.`,
    `${RUN}.Post`,
    `${RUN}.post.01`,
    `${RUN}.post.-1`,
    `${RUN}.post.1.2`,
    `x.${RUN}.post`,
    'a.post',
  ])('is not %s', (id) => expect(parseTaskId(id)).toBeUndefined());
});

describe('buckets', () => {
  it('of runs are their first byte, so that the runs of a key are together', () => {
    expect([runBucket(RUN), runBucket('6b563bef'), runBucket('6b1d990f')]).toEqual([53, 43, 43]);
  });
  it('of tasks are a hash of their id, so that a wide step spreads', () => {
    expect(['post', 'lines.0', 'lines.999'].map((rest) => taskBucket(`${RUN}.${rest}`))).toEqual([22, 7, 23]);
  });
  it('decide partitions and the keys of tables', () => {
    expect([partitionOf(53, 4), partitionOf(53, 32), bucketKey(7), bucketKey(53)]).toEqual([
      1,
      21,
      '07',
      '35',
    ]);
  });
});
