namespace TestOps.Load.K6;

/// <summary>The command line of a run.</summary>
/// <param name="Arguments">As k6 gets it.</param>
/// <param name="Text">For people, with the blocked ranges counted instead of listed.</param>
internal sealed record K6Command(IReadOnlyList<string> Arguments, string Text)
{
    /// <summary>
    /// The recommended call. The samples go to standard output, which is a pipe: a reader that dies breaks it, where k6 would wait for ever at a named one, and no file grows by 3 KB a request.
    /// </summary>
    public static K6Command Of(K6Ready ready, K6WorkFolder folder, IReadOnlyList<string> blocked, bool isWrapped)
    {
        var script = isWrapped ? "-" : ready.Script.Path;
        string[] before =
        [
            "run", "--no-usage-report", "--no-color", "--quiet", "--log-format", "json", "--include-system-env-vars", "--config", folder.Config,
            "--summary-trend-stats", string.Join(',', ready.Script.Options.TrendColumns), "--summary-export", folder.Export, "--out", "json=-", "--blacklist-ip",
        ];
        var text = string.Join(' ', before.Prepend(ready.Tool.Path).Append(FormattableString.Invariant($"({blocked.Count} ranges)")).Concat(ready.Arguments).Append(isWrapped ? $"- (a wrapper of {ready.Script.Path})" : script));
        return new K6Command([.. before, string.Join(',', blocked), .. ready.Arguments, script], text);
    }
}
