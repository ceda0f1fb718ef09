// Bills as text: one table for what is fixed, one for each load, one for options; environments are columns.

const amount = (cost) => cost.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const row = (cells, widths) =>
  `| ${cells.map((cell, index) => (index ? cell.padStart(widths[index]) : cell.padEnd(widths[index]))).join(' | ')} |`;

const rule = (widths) =>
  `| ${widths.map((width, index) => (index ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;

const table = (heads, rows) => {
  const widths = heads.map((head, index) =>
    Math.max(3, head.length, ...rows.map((cells) => cells[index].length)),
  );
  return [row(heads, widths), rule(widths), ...rows.map((cells) => row(cells, widths))].join('\n');
};

/** The same lines of several bills, beside each other. */
const sideBySide = (groups) =>
  groups[0].map(({ what }, index) => [what, ...groups.map((lines) => amount(lines[index].cost))]);

export const reportOf = ({ bills, prices, assumptions }) => {
  const names = Object.keys(bills);
  const all = Object.values(bills);
  const heads = [prices.currency, ...names];
  const loads = Object.entries(assumptions.loads).map(([name, { means }]) =>
    [
      `On top, for ${means}:`,
      '',
      table(heads, [
        ...sideBySide(all.map((bill) => bill.loads[name].lines)),
        ['**together**', ...all.map((bill) => `**${amount(bill.loads[name].total)}**`)],
      ]),
    ].join('\n'),
  );
  return [
    `Prices of ${prices.asOf}, ${prices.region}, in ${prices.currency}: ${prices.kind}; ${prices.source}.`,
    '',
    'Fixed, a month:',
    '',
    table(heads, [
      ...sideBySide(all.map((bill) => bill.fixed.lines)),
      ['**together**', ...all.map((bill) => `**${amount(bill.fixed.total)}**`)],
    ]),
    '',
    loads.join('\n\n'),
    '',
    'Options, added to the fixed cost:',
    '',
    table(heads, sideBySide(all.map((bill) => bill.options))),
  ].join('\n');
};
