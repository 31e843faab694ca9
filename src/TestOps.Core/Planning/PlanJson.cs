using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>A plan as JSON, for snapshots and machines. Equal plans give equal JSON; durations are in milliseconds, seeds are texts.</summary>
public static class PlanJson
{
    /// <summary>Writes the plan. The suite itself is its digest: the snapshot carries its text.</summary>
    public static JsonNode Write(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var suite = plan.Suite;
        var json = new JsonObject
        {
            ["suite"] = new JsonObject
            {
                ["name"] = suite.Name,
                ["version"] = suite.Version,
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(suite.SourceText))),
            },
            ["environment"] = plan.Environment,
            ["variables"] = Members(plan.Variables, static value => JsonValue.Create(value)),
            ["random"] = SeededRandom.Algorithm,
            ["seed"] = Text(plan.Seed),
            ["date"] = plan.Date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["selection"] = plan.Selection.IsPartial ? Selected(plan.Selection) : null,
            ["known"] = List(suite.Known, known => new JsonObject
            {
                ["gate"] = known.Gate,
                ["issue"] = known.Issue,
                ["expires"] = known.Expires?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                ["expired"] = plan.IsExpired(known.Expires),
            }),
            ["phases"] = List(plan.Phases, static phase => JsonValue.Create(phase)),
            ["engine"] = Engine(suite.Engine),
            ["sim"] = Sim(suite.Sim!),
            ["data"] = Members(plan.Data, Table),
            ["files"] = Members(plan.Files, static file => new JsonObject { ["bytes"] = file.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Span)) }),
            ["load"] = suite.Load is { } load ? Load(load) : null,
            ["replay"] = suite.Replay is { } replay ? Replay(plan, replay) : null,
            ["caps"] = new JsonObject
            {
                ["max_vus"] = plan.Caps.MaxVus,
                ["max_rate"] = plan.Caps.MaxRate,
                ["max_duration_ms"] = Milliseconds(plan.Caps.MaxDuration),
            },
            ["cost"] = Cost(plan.Cost),
        };
        if (suite.Phases.Count > 0)
        {
            json["extra_phases"] = List(suite.Phases, Phase);
        }

        if (suite.Budget is { } budget)
        {
            json["budget"] = new JsonObject
            {
                ["calls"] = budget.Calls,
                ["calls_max"] = plan.Cost.CallsMax,
                ["duration_ms"] = budget.Duration is { } duration ? Milliseconds(duration) : null,
            };
        }

        return json;
    }

    private static JsonObject Engine(EngineSpec engine) => new()
    {
        ["kind"] = engine.Kind,
        ["base_url"] = engine.BaseUrl,
        ["start"] = engine.Start is { } start ? Start(start) : null,
        ["reset"] = engine.Reset is { } reset ? Reset(reset) : null,
        ["evidence"] = PlannedEvidence.Of(engine).ToLetter(),
        ["health"] = engine.Health,
        ["version"] = engine.Version is { } version ? new JsonObject { ["call"] = $"{version.Method} {version.Path}", ["at"] = version.At } : null,
        ["headers"] = Members(engine.Headers, static value => JsonValue.Create(value)),
        ["timeout_ms"] = Milliseconds(engine.Timeout),
        ["max_body_bytes"] = engine.MaxBodyBytes,
        ["latency"] = engine.RealLatency ? "real" : "none",
        ["faults"] = List(engine.Faults, static fault => JsonValue.Create(fault)),
    };

    private static JsonObject Start(StartSpec start) => new()
    {
        ["command"] = List(start.Command, static part => JsonValue.Create(part)),
        ["env"] = Members(start.Environment, static value => JsonValue.Create(value)),
        ["ready"] = start.Ready,
        ["timeout_ms"] = Milliseconds(start.Timeout),
        ["directory"] = start.Directory,
    };

    private static JsonObject Reset(ResetSpec reset)
    {
        var json = new JsonObject { ["timeout_ms"] = Milliseconds(reset.Timeout) };
        if (reset is CommandReset command)
        {
            json["run"] = List(command.Command, static part => JsonValue.Create(part));
            json["env"] = Members(command.Environment, static value => JsonValue.Create(value));
            json["directory"] = command.Directory;
        }
        else
        {
            json["call"] = PlanWords.Of(reset);
        }

        return json;
    }

    private static JsonObject Sim(SimSpec sim) => new()
    {
        ["users"] = sim.Users,
        ["concurrency"] = sim.Concurrency,
        ["think"] = sim.RealThink ? "real" : "skip",
        ["cookies"] = sim.KeepsCookies ? "session" : "none",
        ["scenarios"] = List(sim.Scenarios, static scenario => new JsonObject
        {
            ["name"] = scenario.Name,
            ["weight"] = scenario.Weight,
            ["compare"] = scenario.Compare == CompareMode.Checks ? "checks" : "full",
            ["tags"] = List(scenario.Tags, static tag => JsonValue.Create(tag)),
            ["calls"] = List(scenario.Calls, static step => new JsonObject { ["name"] = step.Name, ["call"] = step.CallTemplate }),
        }),
        ["metrics"] = List(sim.Metrics, static metric => new JsonObject
        {
            ["name"] = metric.Name,
            ["kind"] = PlanWords.Of(metric.Kind),
            ["script"] = metric.Script,
            ["percentile"] = metric.IsTime ? metric.Percentile : null,
            ["of"] = metric.Of,
            ["min"] = metric.Min,
            ["max"] = metric.Max,
        }),
    };

    private static JsonObject Table(DataTable table) => new()
    {
        ["pick"] = PlanWords.Of(table.Pick),
        ["rows"] = table.Rows.Count,
        ["sha256"] = table.Sha256,
    };

    private static JsonObject Load(LoadSpec load)
    {
        var members = new JsonObject
        {
            ["driver"] = load.Driver,
            ["warm_up_ms"] = Milliseconds(load.WarmUp),
            ["scenarios"] = List(load.Scenarios, LoadScenario),
            ["http"] = Http(load.Http),
            ["thresholds"] = List(load.Thresholds, static threshold => new JsonObject
            {
                ["metric"] = threshold.Metric,
                ["expression"] = threshold.Expression,
                ["abort_on_fail"] = threshold.AbortOnFail,
                ["delay_abort_eval_ms"] = Milliseconds(threshold.DelayAbortEval),
            }),
            ["script"] = load.Script is { } script ? Script(script) : null,
            ["k6"] = load.K6,
        };
        if (load.Profile is { } profile)
        {
            members["profile"] = profile;
        }

        if (load.Against.Count > 0)
        {
            members["against"] = List(load.Against, static against => new JsonObject { ["key"] = against.Key, ["worse_by"] = against.WorseBy, ["and"] = against.And });
        }

        return members;
    }

    private static JsonObject LoadScenario(LoadScenarioSpec scenario)
    {
        var members = new JsonObject
        {
            ["name"] = scenario.Name,
            ["executor"] = scenario.Executor,
            ["exec"] = scenario.Exec,
            ["start_time_ms"] = Milliseconds(scenario.StartTime),
            ["duration_ms"] = Milliseconds(scenario.Duration),
            ["graceful_stop_ms"] = Milliseconds(scenario.GracefulStop),
            ["max_vus"] = scenario.VusMax,
            ["tags"] = Members(scenario.Tags, static tag => JsonValue.Create(tag)),
        };
        foreach (var (name, value) in Shape(scenario))
        {
            members[name] = value;
        }

        return members;
    }

    /// <summary>What an executor has beyond the others.</summary>
    private static IEnumerable<(string Name, JsonNode? Value)> Shape(LoadScenarioSpec scenario) => scenario switch
    {
        RampingVusSpec ramp => [("start_vus", ramp.StartVus), ("stages", List(ramp.Stages, Stage)), ("graceful_ramp_down_ms", Milliseconds(ramp.GracefulRampDown))],
        SharedIterationsSpec shared => [("iterations", shared.Iterations)],
        PerVuIterationsSpec each => [("iterations", each.Iterations)],
        ConstantArrivalRateSpec rate => [("rate", rate.Rate), ("time_unit_ms", Milliseconds(rate.TimeUnit)), ("pre_allocated_vus", rate.PreAllocatedVus)],
        RampingArrivalRateSpec ramp =>
        [
            ("start_rate", ramp.StartRate), ("time_unit_ms", Milliseconds(ramp.TimeUnit)), ("stages", List(ramp.Stages, Stage)), ("pre_allocated_vus", ramp.PreAllocatedVus),
        ],
        _ => [],
    };

    private static JsonObject Stage(LoadStageSpec stage) => new() { ["duration_ms"] = Milliseconds(stage.Duration), ["target"] = stage.Target };

    private static JsonObject Http(LoadHttpSpec http) => new()
    {
        ["version"] = http.Version,
        ["max_redirects"] = http.MaxRedirects,
        ["discard_response_bodies"] = http.DiscardResponseBodies,
        ["no_connection_reuse"] = http.NoConnectionReuse,
        ["no_vu_connection_reuse"] = http.NoVuConnectionReuse,
        ["insecure_skip_tls_verify"] = http.InsecureSkipTlsVerify,
        ["user_agent"] = http.UserAgent,
        ["timeout_ms"] = http.Timeout is { } timeout ? Milliseconds(timeout) : null,
    };

    private static JsonObject Script(K6ScriptSpec script) => new()
    {
        ["file"] = script.File,
        ["env"] = Members(script.Environment, static value => JsonValue.Create(value)),
        ["args"] = List(script.Arguments, static argument => JsonValue.Create(argument)),
    };

    private static JsonObject Replay(Plan plan, ReplaySpec replay) => new()
    {
        ["times"] = replay.Times,
        ["floor"] = replay.Floor,
        ["floors"] = Members(replay.Floors, static floor => JsonValue.Create(floor)),
        ["sessions"] = replay.Sessions,
        ["max_opaque"] = replay.MaxOpaque,
        ["masks"] = List(replay.Masks, mask => new JsonObject
        {
            ["step"] = mask.Step,
            ["call"] = mask.Call,
            ["at"] = mask.At,
            ["kind"] = PlanWords.Of(mask.Kind),
            ["abs"] = mask.Kind == MaskKind.Tolerance ? mask.Abs : null,
            ["rel"] = mask.Kind == MaskKind.Tolerance ? mask.Rel : null,
            ["within_ms"] = mask.Kind == MaskKind.Time ? Milliseconds(mask.Within) : null,
            ["key"] = mask.Key,
            ["expires"] = mask.Expires?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["expired"] = mask.Expires is null ? null : plan.IsExpired(mask.Expires),
            ["reason"] = mask.Reason,
        }),
    };

    private static JsonObject Selected(Selection selection) => new()
    {
        ["scenarios"] = List(selection.Scenarios, static name => JsonValue.Create(name)),
        ["tags"] = List(selection.Tags, static tag => JsonValue.Create(tag)),
        ["phases"] = List(selection.Phases, static phase => JsonValue.Create(phase)),
    };

    private static JsonObject Phase(PhaseSpec phase)
    {
        var members = new JsonObject { ["name"] = phase.Name, ["weight"] = phase.Weight };
        if (phase is CommandPhaseSpec command)
        {
            members["run"] = List(command.Command, static part => JsonValue.Create(part));
            members["env"] = Members(command.Environment, static value => JsonValue.Create(value));
            members["directory"] = command.Directory;
            members["timeout_ms"] = Milliseconds(command.Timeout);
        }

        return members;
    }

    private static JsonObject Cost(PlanCost cost) => new()
    {
        ["sim_calls"] = cost.SimCalls,
        ["replay_calls"] = cost.ReplayCalls,
        ["load_iterations_max"] = cost.LoadIterationsMax,
        ["load_duration_ms"] = Milliseconds(cost.LoadDuration),
        ["virtual_think_ms"] = Milliseconds(cost.VirtualThink),
    };

    private static JsonObject Members<T>(IReadOnlyDictionary<string, T> values, Func<T, JsonNode?> write)
        => new(values.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, write(pair.Value))));

    private static JsonArray List<T>(IEnumerable<T> values, Func<T, JsonNode?> write) => new([.. values.Select(write)]);

    private static decimal Milliseconds(TimeSpan duration) => (decimal)duration.Ticks / TimeSpan.TicksPerMillisecond;

    private static string Text(ulong seed) => seed.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
