import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export interface Link {
  /** Path from the top of the project; the page itself for a link to a place on it. */
  file: string;
  anchor?: string;
  title?: string;
}

const inFolder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

/** Every page that people read. */
export const PAGES: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  ...['docs', 'samples', 'src', 'power-platform', 'clients/typescript']
    .flatMap(inFolder)
    .filter((page) => !page.includes('node_modules')),
];

export const textOf = (page: string): string => readFileSync(page, 'utf8');

const withoutCode = (text: string): string =>
  text.replace(/^( *)```[\s\S]*?^\1```/gm, '').replace(/`[^`\n]+`/g, 'x');

const LINK = /\]\(([^)\s]+)(?: (["'])(.*?)\2)?\)/g;

/** The links of a page to files of the project. */
export const linksOf = (page: string): readonly Link[] =>
  [...withoutCode(textOf(page)).matchAll(LINK)]
    .filter(([, target]) => !/^[a-z]+:/.test(target!))
    .map(([, target, , title]) => {
      const [path = '', anchor] = target!.split('#');
      return {
        file: path === '' ? page : normalize(join(dirname(page), path)),
        ...(anchor !== undefined && { anchor }),
        ...(title !== undefined && { title }),
      };
    });

/** What a heading is linked by, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

export const anchorsOf = (page: string): readonly string[] =>
  [...textOf(page).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading]) => anchorOf(heading!));

export interface Block {
  language: string;
  /** What stands behind the language. */
  info: string;
  code: string;
}

/** The fenced blocks of a page, in their order. */
export const blocksOf = (page: string): readonly Block[] =>
  [...textOf(page).matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(([, language, info, code]) => ({
    language: language!,
    info: info!,
    code: code!,
  }));
