using TestOps.Cli.Composition;

namespace TestOps.Cli.Rendering;

/// <summary>Chooses how a run is shown.</summary>
internal static class RunViews
{
    public static IRunView Choose(CliHost host, bool isQuiet, bool isJson) =>
        isQuiet ? new SilentView() : isJson ? new PlainView(host.Error) : new PlainView(host.Out);
}
