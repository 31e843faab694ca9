using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>Renders a plan for people.</summary>
public static class PlanText
{
    /// <summary>The plan as aligned text, lines ended by <c>\n</c>.</summary>
    public static string Render(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new PlanWriter();
        WriteHead(text, plan);
        WriteSim(text, plan);
        if (plan.Suite.Load is { } load && plan.Phases.Contains("load"))
        {
            WriteLoad(text, load);
        }

        WritePhases(text, [.. plan.Suite.Phases.Where(phase => plan.Phases.Contains(phase.Name))]);
        if (plan.Suite.Replay is { } replay && plan.Phases.Contains("replay"))
        {
            WriteReplay(text, plan, replay);
        }

        WriteKnown(text, plan);
        WriteCost(text, plan);
        return text.ToString();
    }

    private static void WriteHead(PlanWriter text, Plan plan)
    {
        text.Title($"plan of {plan.Suite.Name}");
        text.Field("engine", EngineOf(plan.Suite.Engine));
        text.Fields("start", plan.Suite.Engine.Start is { } start ? StartOf(plan.Suite.Engine, start) : []);
        text.Fields("reset", plan.Suite.Engine.Reset is { } reset ? [$"{PlanWords.Of(reset)}, within {DurationText.Format(reset.Timeout)}, before every phase and every replay"] : []);
        text.Field("evidence", PlannedEvidence.Of(plan.Suite.Engine).ToText());
        if (plan.Selection.IsPartial)
        {
            text.Field("PARTIAL", $"{plan.Selection.Words}: such a run is no baseline");
        }

        text.Field("phases", string.Join(", ", plan.Phases));
        text.Field("seed", $"{plan.Seed}");
        if (plan.Environment is { } environment)
        {
            text.Field("environment", environment);
            text.Fields("variables", plan.Variables.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key} = {pair.Value}"));
        }

        text.Field("suite sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plan.Suite.SourceText))));
    }

    private static string EngineOf(EngineSpec engine)
    {
        var parts = new List<string> { engine.Kind };
        if (engine.Kind == "toron")
        {
            parts.Add("built-in reference model, not Ryuzen Toron");
            parts.Add(engine.RealLatency ? "latency real" : "latency none");
            parts.AddRange(engine.Faults.Select(static fault => $"fault {fault}"));
        }
        else if (engine.Kind == "process")
        {
            parts.Add($"timeout {DurationText.Format(engine.Timeout)}");
        }
        else
        {
            parts.Add(engine.BaseUrl ?? "");
            parts.Add($"timeout {DurationText.Format(engine.Timeout)}");
            parts.Add(engine.Health is { } health ? $"health {health}" : "health not asked");
        }

        return string.Join(", ", parts);
    }

    private static IEnumerable<string> StartOf(EngineSpec engine, StartSpec start)
    {
        var ready = engine.Kind == "process" ? "it has said hello" : (start.Ready ?? engine.Health) is { } path ? $"GET {path} answers" : "its port takes connections";
        yield return $"{PlanWords.Of(start.Command)}{(start.Directory is { } folder ? $" in {folder}" : "")}";
        yield return $"ready when {ready}, within {DurationText.Format(start.Timeout)}; a fresh process for every phase and every replay";
    }

    private static void WriteSim(PlanWriter text, Plan plan)
    {
        var sim = plan.Suite.Sim!;
        var pace = plan.Suite.Engine.Kind == "toron" ? "virtual time" : $"{sim.Concurrency} in flight, think time {(sim.RealThink ? "real" : "skipped")}";
        text.Title($"sim: {Number(plan.Sessions)}{(plan.Sessions == sim.Users ? "" : $" of {Number(sim.Users)}")} sessions, {pace}");
        text.Table(
            ["scenario", "weight", "calls", "checks", "mean think", "compare", "tags"],
            sim.Scenarios.Where(plan.Selection.Includes).Select(static scenario => new[]
            {
                scenario.Name,
                Number(scenario.Weight),
                Number(scenario.CallsPerSession),
                Number(scenario.Calls.Sum(static step => Math.Max(step.Expect.Count, 1))),
                DurationText.Format(ThinkMean.Of(scenario)),
                scenario.Compare == CompareMode.Checks ? "checks" : "full",
                string.Join(' ', scenario.Tags),
            }),
            numbers: [1, 2, 3]);
        text.Table(
            ["data", "file", "rows", "pick", "sha256"],
            plan.Data.Values.OrderBy(static table => table.Name, StringComparer.Ordinal).Select(table => new[]
            {
                table.Name,
                sim.Data.TryGetValue(table.Name, out var source) ? source.File : "",
                Number(table.Rows.Count),
                PlanWords.Of(table.Pick),
                table.Sha256[..12],
            }),
            numbers: [2]);
        text.Table(
            ["file", "bytes"],
            plan.Files.OrderBy(static file => file.Key, StringComparer.Ordinal).Select(static file => new[] { file.Key, Number(file.Value.Length) }),
            numbers: [1]);
        text.Table(["metric", "what", "of", "budget"], sim.Metrics.Select(static metric => new[] { metric.Name, PlanWords.Of(metric), metric.Of, PlanWords.BudgetOf(metric) }));
    }

    private static void WriteLoad(PlanWriter text, LoadSpec load)
    {
        if (load.Script is { } script)
        {
            text.Title($"load: k6 runs {script.File}, unmodified");
            text.Field("arguments", string.Join(' ', script.Arguments));
            text.Field("variables", string.Join(", ", script.Environment.Keys.Order(StringComparer.Ordinal)));
            return;
        }

        text.Title($"load: {(load.Profile is { } profile ? $"profile {profile}, " : "")}driver {load.Driver}, at most {Number(LoadCapRules.VusMax(load))} virtual users at a time, warm-up {DurationText.Format(load.WarmUp)}");
        text.Table(
            ["scenario", "executor", "exec", "what", "start", "duration", "graceful stop"],
            load.Scenarios.Select(static scenario => new[]
            {
                scenario.Name,
                scenario.Executor,
                scenario.Exec,
                PlanWords.Of(scenario),
                DurationText.Format(scenario.StartTime),
                DurationText.Format(scenario.Duration),
                DurationText.Format(scenario.GracefulStop),
            }));
        text.Table(
            ["threshold", "expression", "aborts"],
            load.Thresholds.Select(static threshold => new[] { threshold.Metric, threshold.Expression, !threshold.AbortOnFail ? "" : $"after {DurationText.Format(threshold.DelayAbortEval)}" }));
        text.Table(["against the baseline", "may be worse by"], load.Against.Select(static against => new[] { against.Key, against.Margins }));
    }

    private static void WritePhases(PlanWriter text, IReadOnlyList<PhaseSpec> phases)
    {
        if (phases.Count == 0)
        {
            return;
        }

        text.Title($"extra phases: {Number(phases.Count)}");
        text.Table(
            ["phase", "command", "in", "at most", "weight"],
            phases.Select(static phase => phase is CommandPhaseSpec command
                ? new[] { phase.Name, command.Text, command.Directory ?? "the suite's folder", DurationText.Format(command.Timeout), Number(phase.Weight) }
                : [phase.Name, "built into this executable", "", "", Number(phase.Weight)]),
            numbers: [4]);
    }

    private static void WriteReplay(PlanWriter text, Plan plan, ReplaySpec replay)
    {
        var sessions = replay.Sessions is { } count && count < plan.Sessions ? $"{Number(count)} of {Number(plan.Sessions)} sessions" : "all sessions";
        text.Title(string.Create(CultureInfo.InvariantCulture, $"replay: {(replay.Times == 1 ? "once" : $"{replay.Times} times")}, {sessions}, floor {replay.Floor}"));
        text.Fields("floors", replay.Floors.OrderBy(static floor => floor.Key, StringComparer.Ordinal).Select(static floor => string.Create(CultureInfo.InvariantCulture, $"{floor.Key} {floor.Value}")));
        text.Table(
            ["mask", "at", "kind", "reason"],
            replay.Masks.Select(mask => new[] { mask.Step ?? mask.Call ?? "", mask.At, Until(plan, mask), mask.Reason }));
    }

    private static void WriteKnown(PlanWriter text, Plan plan)
    {
        if (plan.Suite.Known.Count > 0)
        {
            text.Title("known to fail");
            text.Table(
                ["gate", "issue", "until"],
                plan.Suite.Known.Select(known => new[] { known.Gate, known.Issue, known.Expires is not { } day ? "" : string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}{(plan.IsExpired(day) ? ", over: it fails again" : "")}") }));
        }
    }

    private static string Until(Plan plan, MaskSpec mask) => mask.Expires is not { } day ? PlanWords.Of(mask)
        : string.Create(CultureInfo.InvariantCulture, $"{PlanWords.Of(mask)}, {(plan.IsExpired(day) ? "expired after" : "until")} {day:yyyy-MM-dd}");

    private static void WriteCost(PlanWriter text, Plan plan)
    {
        text.Title("cost");
        text.Field("sim", $"{PlanWords.CallsOf(plan, plan.Cost.SimCalls)}, mean think {DurationText.Format(plan.Cost.VirtualThink)} a session");
        if (plan.Phases.Contains("load"))
        {
            var iterations = plan.Cost.LoadIterationsMax is { } most ? $"at most {Number(most)} iterations" : "iterations as fast as the engine answers";
            text.Field("load", $"{DurationText.Format(plan.Cost.LoadDuration)}, {iterations}");
        }

        if (plan.Phases.Contains("replay"))
        {
            text.Field("replay", PlanWords.CallsOf(plan, plan.Cost.ReplayCalls));
        }

        text.Fields("budget", plan.Suite.Budget is { } budget ? PlanWords.Of(budget, plan.Cost) : []);
        text.Field("caps", FormattableString.Invariant($"{plan.Caps.MaxVus} virtual users, {plan.Caps.MaxRate:0.##} starts a second, {DurationText.Format(plan.Caps.MaxDuration)} of load"));
    }

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
