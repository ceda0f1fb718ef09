import { screen } from './screen.mjs';

const CHAR = 7.8;
const LINE = 18;
const PAD = 14;
const BAR = 30;

/** Readable on light and on dark pages: an image knows which the reader prefers. */
const COLOURS = `:root{--f:#1f2328;--p:#f6f8fa;--e:#d1d9e0;--r:#cf222e;--g:#1a7f37;--y:#9a6700;--d:#59636e}
@media (prefers-color-scheme:dark){:root{--f:#e6edf3;--p:#161b22;--e:#3d444d;--r:#f85149;--g:#3fb950;--y:#d29922;--d:#9198a1}}`;

const STYLE = `text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:var(--f);white-space:pre}
.r{fill:var(--r)}.g{fill:var(--g)}.y{fill:var(--y)}.d{fill:var(--d)}.b{font-weight:600}`;

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const short = (number) => String(Math.round(number * 100) / 100);

const spanOf = ([style, text]) =>
  style === '' ? escaped(text) : `<tspan class="${[...style].join(' ')}">${escaped(text)}</tspan>`;

const textOf = (runs, row) =>
  `<text x="${PAD}" y="${BAR + PAD + row * LINE}">${runs.map(spanOf).join('')}</text>`;

/** What each line showed from when to when, and how far the screen had scrolled. */
const played = ({ columns, rows, events }) => {
  const shown = screen({ columns });
  const versions = [];
  const current = new Map();
  const scrolls = [{ at: 0, by: 0 }];
  for (const { at, text } of events) {
    for (const row of shown.write(text)) {
      const runs = shown.line(row);
      const before = current.get(row);
      if (before && JSON.stringify(before.runs) === JSON.stringify(runs)) continue;
      // What was replaced at once was never seen.
      if (before?.from === at) versions.splice(versions.indexOf(before), 1);
      else if (before) before.to = at;
      const version = { row, runs, from: at };
      current.set(row, version);
      if (runs.length > 0) versions.push(version);
    }
    const by = Math.max(0, shown.height - rows);
    if (by !== scrolls.at(-1).by) scrolls.push({ at, by });
  }
  return { versions, scrolls };
};

/** One set of keyframes for all lines that come and go together. */
const animations = (versions, total) => {
  const names = new Map();
  const percent = (at) => `${short((at / total) * 100)}%`;
  const nameOf = ({ from, to }) => {
    const life = to === undefined ? percent(from) : `${percent(from)} ${percent(to)}`;
    if (!names.has(life)) names.set(life, `k${names.size.toString(36)}`);
    return names.get(life);
  };
  const classes = versions.map((version) => nameOf(version));
  const css = [...names].map(([life, name]) => {
    const [from, to] = life.split(' ');
    const end = to === undefined ? '' : `${to}{visibility:hidden}`;
    return `@keyframes ${name}{0%{visibility:hidden}${from}{visibility:visible}${end}}.${name}{animation-name:${name}}`;
  });
  return { classes, css, percent };
};

/** A recording as an SVG that plays by itself, again and again; who wants no motion sees its end. */
export const toSvg = (recording, { hold = 8, alt }) => {
  const { columns, rows, title, events } = recording;
  const total = events.at(-1).at + hold;
  const { versions, scrolls } = played(recording);
  const { classes, css, percent } = animations(versions, total);
  const [width, height] = [Math.ceil(columns * CHAR + 2 * PAD), BAR + rows * LINE + PAD];
  const shift = (by) => `transform:translateY(${-by * LINE}px)`;
  const scroll = scrolls.map(({ at, by }) => `${percent(at)}{${shift(by)}}`).join('');
  const lines = versions.map(
    ({ row, runs, to }, at) =>
      `<g class="v ${classes[at]}${to === undefined ? ' l' : ''}">${textOf(runs, row)}</g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(alt)}">
<title>${escaped(title)}</title>
<style>${COLOURS}
${STYLE}
.v{visibility:hidden}.v,.s{animation:${short(total)}s step-end infinite}.s{animation-name:s}
@keyframes s{${scroll}}
${css.join('\n')}
@media (prefers-reduced-motion:reduce){.v,.s{animation:none}.l{visibility:visible}.s{${shift(scrolls.at(-1).by)}}}
</style>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="var(--p)" stroke="var(--e)"/>
<text x="${width / 2}" y="20" text-anchor="middle" class="d">${escaped(title)}</text>
<svg y="${BAR}" width="${width}" height="${rows * LINE + PAD / 2}" viewBox="0 ${BAR} ${width} ${rows * LINE + PAD / 2}"><g class="s">
${lines.join('\n')}
</g></svg>
</svg>
`;
};
