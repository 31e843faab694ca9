using System.CommandLine;
using TestOps.Cli.Composition;

namespace TestOps.Cli.Commands;

/// <summary><c>testops completions SHELL</c>: prints the script that lets a shell complete our commands, options, runs and the names of a suite.</summary>
internal static class CompletionsCommand
{
    private const string Bash =
        """
        # testops completions bash: put `eval "$(testops completions bash)"` into ~/.bashrc
        _testops() {
          local word="${COMP_WORDS[COMP_CWORD]}"
          local -a candidates
          mapfile -t candidates < <("${COMP_WORDS[0]}" complete -- "${COMP_LINE:0:COMP_POINT}" 2> /dev/null)
          COMPREPLY=()
          local candidate
          for candidate in "${candidates[@]}"; do
            COMPREPLY+=("$(printf '%q' "$candidate")")
          done
        }
        complete -o default -o bashdefault -F _testops testops
        """;

    private const string Zsh =
        """
        # testops completions zsh: put `eval "$(testops completions zsh)"` into ~/.zshrc, after compinit
        _testops() {
          local -a candidates
          candidates=("${(@f)$("${words[1]}" complete -- "${BUFFER[1,CURSOR]}" 2> /dev/null)}")
          if [[ -n "${candidates[1]}" ]]; then
            compadd -a candidates
          else
            _files
          fi
        }
        compdef _testops testops
        """;

    private const string Fish =
        """
        # testops completions fish: testops completions fish > ~/.config/fish/completions/testops.fish
        complete -c testops -a '(testops complete -- (commandline -cp) 2> /dev/null)'
        """;

    private const string PowerShell =
        """
        # testops completions pwsh: testops completions pwsh | Out-String | Invoke-Expression, in $PROFILE
        Register-ArgumentCompleter -Native -CommandName testops -ScriptBlock {
          param($word, $line, $position)
          $text = $line.ToString().PadRight($position).Substring(0, $position)
          testops complete -- "$text" 2> $null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    public static Command Create(CliHost host)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completions", "Prints the script that completes commands, options, runs and names of a suite in a shell") { shell };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var script = parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, _ => PowerShell };
            await host.Out.WriteAsync(script.ReplaceLineEndings("\n") + "\n");
            return 0;
        });
        return Examples.Add(command, "eval \"$(testops completions bash)\"", "testops completions fish > ~/.config/fish/completions/testops.fish");
    }
}
