# zsh -f zsh-proposes.zsh SCRIPT TYPED: what an interactive zsh proposes for what was typed, one a line.
# Whatever fits is written down on its way to the proposals.
zmodload zsh/zpty
out=$(mktemp)
zpty shell zsh -f -i
zpty -w shell "PS1= RPS1=
autoload -Uz compinit; compinit -D -u
source ${(q)1}
compadd() {
  local -a found
  builtin compadd -O found \"\$@\"; print -rl -- \$found >> $out
  builtin compadd \"\$@\"
}
finished() { : > $out.done }
comppostfuncs=(finished)
: > $out.ready"
until [[ -e $out.ready ]]; do sleep 0.05; done
zpty -w -n shell "$2"$'\t'
until [[ -e $out.done ]]; do sleep 0.05; done
zpty -d shell
sort -u $out
rm -f $out $out.done $out.ready
