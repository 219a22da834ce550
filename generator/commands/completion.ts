import { Failure } from '../io/failure.ts';
import { SHELLS, completionText } from '../report/completion.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import { COMMON, EXIT } from './command.ts';
import type { Command } from './command.ts';
import { printJson } from './load.ts';

/** @param commands all there are: this one is among them */
export function completionOf(commands: () => readonly Command[]): Command {
  return {
    name: 'completion',
    summary: 'print a script by which a shell completes commands, options, agents and regions',
    usage: SHELLS.join('|'),
    help: `Prints a script for bash, zsh or fish. It is made of the very tables that --help prints, and completes names of agents and regions by reading
config/ itself, without starting the program: it answers at once.

Examples:
  pap-fleet completion bash > ~/.local/share/bash-completion/completions/pap-fleet
  pap-fleet completion zsh > "\${fpath[1]}/_pap-fleet"
  pap-fleet completion fish > ~/.config/fish/completions/pap-fleet.fish
  source <(pap-fleet completion bash)                        for this shell alone`,
    options: [],
    words: { max: 1, needs: `a shell: ${SHELLS.join(', ')}` },
    run(context, flags, [word = '']) {
      const shell = SHELLS.find((each) => each === word);
      if (shell === undefined) throw new Failure('usage', `there is no completion for "${word}"`, hintFor(word, SHELLS));
      const text = completionText(shell, commands(), COMMON);
      if (flags.json) printJson(context, 'completion', EXIT.ok, { shell, script: text });
      else context.streams.out(text);
      return EXIT.ok;
    },
  };
}
