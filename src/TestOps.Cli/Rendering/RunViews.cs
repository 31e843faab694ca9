using Spectre.Console;
using TestOps.Cli.Composition;

namespace TestOps.Cli.Rendering;

/// <summary>Chooses how a run is shown.</summary>
internal static class RunViews
{
    public static IRunView Choose(CliHost host, bool isQuiet, bool isJson)
    {
        if (isQuiet)
        {
            return new SilentView();
        }

        // JSON has standard output for itself.
        return isJson ? new PlainView(host.Error) : Screen.Of(host) is { IsLive: true } screen ? new LiveView(host.Console ?? ConsoleOf(screen)) : new PlainView(host.Out);
    }

    private static IAnsiConsole ConsoleOf(Screen screen)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(screen.Out),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = screen.HasColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = screen.Width;
        return console;
    }
}
