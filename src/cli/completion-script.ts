/** What can be typed, taken from the commands themselves. */
export interface Typed {
  commands: readonly {
    name: string;
    description: string;
    /** Words that may follow: subcommands, and choices of its arguments. */
    words: readonly string[];
    options: readonly {
      flag: string;
      description: string;
      choices: readonly string[];
      takesValue: boolean;
    }[];
  }[];
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** So that `mesh runs` does what `npm run mesh -- runs` does, in the project's folder. */
const FUNCTION = 'mesh() { npm run -s mesh -- "$@"; }';

const words = (list: readonly string[]): string => list.join(' ');
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
/** The first sentence. */
const short = (text: string): string => text.split(/(?<=\.)\s/)[0]!;
/** Brackets end what zsh says of an option. */
const inBrackets = (text: string): string => `[${short(text).replace(/[[\]\\]/g, '\\$&')}]`;

const bash = ({ commands }: Typed): string => `${FUNCTION}
_mesh() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted(words(commands.map(({ name }) => name)))} -- "$cur"))
    return
  fi
  case "\${COMP_WORDS[1]} $prev" in
${commands
  .flatMap(({ name, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .map(
        ({ flag, choices }) =>
          `    ${quoted(`${name} ${flag}`)}) COMPREPLY=($(compgen -W ${quoted(words(choices))} -- "$cur")); return ;;`,
      ),
  )
  .join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${commands
  .map(({ name, words: own, options }) => {
    const proposed = (list: readonly string[]) =>
      `COMPREPLY=($(compgen -W ${quoted(words(list))} -- "$cur"))`;
    const flags = proposed(options.map(({ flag }) => flag));
    // Where there are words to choose from, options come when one is begun.
    if (own.length === 0) return `    ${name}) ${flags} ;;`;
    return `    ${name}) case "$cur" in -*) ${flags} ;; *) ${proposed(own)} ;; esac ;;`;
  })
  .join('\n')}
  esac
}
complete -o default -F _mesh mesh
`;

const zsh = ({ commands }: Typed): string => `${FUNCTION}
_mesh() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${short(description)}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case $words[2] in
${commands
  .map(({ name, words: own, options }) => {
    const specs = options.map(({ flag, description, choices, takesValue }) =>
      quoted(
        `*${flag}${inBrackets(description)}${takesValue ? `:value:${choices.length > 0 ? `(${words(choices)})` : '_files'}` : ''}`,
      ),
    );
    const rest = quoted(own.length > 0 ? `*:word:(${words(own)})` : '*:file:_files');
    return `    ${name}) _arguments ${[...specs, rest].join(' ')} ;;`;
  })
  .join('\n')}
  esac
}
compdef _mesh mesh
`;

const fish = ({ commands }: Typed): string =>
  [
    'function mesh; npm run -s mesh -- $argv; end',
    ...commands.map(
      ({ name, description }) =>
        `complete -c mesh -n __fish_use_subcommand -xa ${name} -d ${quoted(short(description))}`,
    ),
    ...commands.flatMap(({ name, words: own, options }) => {
      const seen = `complete -c mesh -n '__fish_seen_subcommand_from ${name}'`;
      return [
        // Where there are words to choose from, files are none of them.
        ...(own.length > 0 ? [`${seen} -fa ${quoted(words(own))}`] : []),
        ...options.map(({ flag, description, choices, takesValue }) =>
          [
            `${seen} -l ${flag.slice(2)}`,
            takesValue && (choices.length > 0 ? `-xa ${quoted(words(choices))}` : '-r'),
            `-d ${quoted(short(description))}`,
          ]
            .filter(Boolean)
            .join(' '),
        ),
      ];
    }),
    '',
  ].join('\n');

const SCRIPTS: Readonly<Record<Shell, (typed: Typed) => string>> = { bash, zsh, fish };

/** A script that teaches a shell to complete the commands. */
export const completionScript = (shell: Shell, typed: Typed): string => SCRIPTS[shell](typed);
