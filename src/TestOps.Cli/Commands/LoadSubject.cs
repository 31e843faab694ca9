using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Core.Planning;
using TestOps.Core.Suites;

namespace TestOps.Cli.Commands;

/// <summary>What <c>testops load</c> runs: the word on the command line, <c>--suite</c> and <c>--url</c> together.</summary>
internal sealed class LoadSubject(CliHost host)
{
    private static readonly string[] s_scripts = [".js", ".mjs", ".ts"];
    private static readonly string[] s_suites = [".yaml", ".yml", ".json"];

    private readonly Argument<string?> _what = new("what")
    {
        Description = "A profile, a k6 script (*.js, *.ts) or a suite file; without one the suite's own load",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "PROFILE|SCRIPT|SUITE",
    };

    private readonly Option<string?> _suite = new("--suite") { Description = "Suite file (default: the bundled sample, with --url none)", HelpName = "SUITE" };
    private readonly Option<string?> _url = new("--url") { Description = "Drive this address in place of the suite's engine; without a suite, GET it", HelpName = "URL" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_what);
        command.Options.Add(_suite);
        command.Options.Add(_url);
    }

    /// <summary>The suite, and what of its load the command line changes.</summary>
    /// <exception cref="OptionRefusedException">The words do not fit together.</exception>
    public (SuiteFile File, LoadOverrides Overrides) Resolve(ParseResult parsed)
    {
        var what = parsed.GetValue(_what);
        var suite = parsed.GetValue(_suite);
        var url = parsed.GetValue(_url) is { } text ? ReadUrl(text) : null;
        var isScript = what is not null && s_scripts.Contains(Path.GetExtension(what), StringComparer.OrdinalIgnoreCase);
        if (what is not null && !isScript && IsSuite(what))
        {
            suite = suite is null ? what : throw new OptionRefusedException($"two suites are given: {what} and {suite}", "leave one of them out");
            what = null;
        }

        return isScript ? Script(what!, suite, url) : suite is null && url is not null ? Url(what, url) : OfSuite(what, suite, url);
    }

    private bool IsSuite(string what) =>
        what == SuiteFile.Sample || s_suites.Contains(Path.GetExtension(what), StringComparer.OrdinalIgnoreCase) || File.Exists(Path.GetFullPath(what, host.WorkingDirectory));

    private (SuiteFile, LoadOverrides) Script(string script, string? suite, Uri? url)
    {
        if (!File.Exists(Path.GetFullPath(script, host.WorkingDirectory)))
        {
            throw new OptionRefusedException($"cannot read '{script}': there is no such file", "name a k6 script, a profile or a suite");
        }

        if (suite is not null)
        {
            var relative = Path.GetRelativePath(SuiteFile.FolderOf(host, suite), Path.GetFullPath(script, host.WorkingDirectory));
            return (SuiteFile.Read(host, suite), new LoadOverrides { Script = relative.Replace('\\', '/'), Url = url?.GetLeftPart(UriPartial.Path).TrimEnd('/') });
        }

        return url is null
            ? throw new OptionRefusedException($"{script}: what a script calls is not known before it runs", "say which address it drives with --url URL, or whose engine with --suite SUITE")
            : (MadeUpSuite.ForScript(host, url, script), new LoadOverrides { IsMadeUp = true, Script = Path.GetFileName(script), Url = url.GetLeftPart(UriPartial.Authority) });
    }

    private (SuiteFile, LoadOverrides) Url(string? profile, Uri url) =>
        (MadeUpSuite.ForUrl(host, url), new LoadOverrides { IsMadeUp = true, Profile = Known(profile ?? "smoke", [], "without a suite"), Url = url.AbsoluteUri });

    /// <summary>The load of a suite, or one of its profiles, against its own engine.</summary>
    /// <exception cref="OptionRefusedException">There is none.</exception>
    public static LoadOverrides OfProfile(SuiteFile file, string? profile)
    {
        if (profile is null && file.Suite.Load is null)
        {
            throw new OptionRefusedException($"{file.Path} has no load", $"name a profile: {string.Join(", ", LoadProfiles.BuiltIn)}");
        }

        return new LoadOverrides { Profile = profile is null ? null : Known(profile, file.Suite.Load?.Profiles ?? [], $"of {file.Path}") };
    }

    private (SuiteFile, LoadOverrides) OfSuite(string? profile, string? suite, Uri? url)
    {
        var file = SuiteFile.Read(host, suite);
        var overrides = OfProfile(file, profile);
        return file.Suite.Engine.Kind == "process" && url is null
            ? throw new OptionRefusedException($"{file.Path}: an engine of kind process has no address that load could call", "serve the engine over HTTP, and give its address with --url")
            : (file, overrides with { Url = url?.GetLeftPart(UriPartial.Path).TrimEnd('/') });
    }

    private static string Known(string profile, IReadOnlyList<LoadProfileSpec> profiles, string whose) =>
        LoadProfiles.Find(profiles, profile) is not null
            ? profile
            : throw new OptionRefusedException(
                $"'{profile}' is no profile {whose}, no script (*.js, *.ts) and no suite file", $"profiles: {string.Join(", ", LoadProfiles.NamesOf(profiles))}");

    private static Uri ReadUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { UserInfo: "", Fragment: "" } && !text.Contains("${", StringComparison.Ordinal)
            ? url
            : throw new OptionRefusedException($"--url: '{text}' is no address that can be driven", "write http://HOST:PORT/PATH or https://..., without user, password and fragment");
}
