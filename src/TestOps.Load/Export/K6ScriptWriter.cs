using TestOps.Core.Planning;
using TestOps.Core.Suites;
using TestOps.Load.K6;

namespace TestOps.Load.Export;

/// <summary>
/// Writes the load of a plan as a k6 script that makes the same requests and the same checks, so that a summary has the same keys whichever driver measured it. Secrets are left to
/// <c>k6 run -e NAME=VALUE</c>. A pure function.
/// </summary>
public static class K6ScriptWriter
{
    /// <summary>The variable of k6 that says which engine is driven.</summary>
    public const string BaseUrlVariable = "TESTOPS_BASE_URL";

    /// <summary>Writes the script.</summary>
    /// <param name="plan">A plan with a load.</param>
    /// <param name="suitePath">The suite as it is named on the command line.</param>
    /// <exception cref="InvalidSuiteException">Something of the load has no counterpart in k6; all of it is listed.</exception>
    public static ExportedScript Write(Plan plan, string suitePath) => Write(plan, suitePath, null);

    /// <summary>Writes the script that the k6 driver runs against a lease: its headers and the files of multipart bodies are in the text, which is private and goes with the run.</summary>
    /// <exception cref="InvalidSuiteException">Something of the load has no counterpart in k6; all of it is listed.</exception>
    public static string Write(Plan plan, LoadScriptTarget target) => Write(plan, plan?.Suite.Name ?? "", target).Text;

    private static ExportedScript Write(Plan plan, string suitePath, LoadScriptTarget? target)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var load = plan.Suite.Load ?? throw new ArgumentException("The plan has no load.", nameof(plan));
        var names = load.Scenarios.Select(static scenario => scenario.Exec).ToHashSet(StringComparer.Ordinal);
        var scenarios = plan.Suite.Sim!.Scenarios.Where(scenario => names.Contains(scenario.Name)).ToList();
        var problems = ExportRules.Problems(plan, scenarios);
        if (problems.Count > 0)
        {
            throw new InvalidSuiteException($"export of {suitePath}", problems);
        }

        var notices = ExportRules.Notices(plan, scenarios).ToList();
        var functions = new ScriptLines();
        foreach (var scenario in scenarios)
        {
            functions.Add();
            new StepsWriter(scenario, load.Http, target?.Timeout ?? plan.Suite.Engine.Timeout, plan.Suite.Sim.KeepsCookies, functions).Write();
        }

        var scope = new ScriptLines();
        new ScopeWriter(plan, scenarios, functions.ToString(), target, scope).Write();
        var body = scope.ToString() + functions;
        var head = new ScriptLines();
        WriteHead(head, plan, suitePath, notices, body);
        new OptionsWriter(load, head).Write();
        return new ExportedScript(head.ToString() + scope + ScriptRuntime.For(body) + functions, notices);
    }

    private static void WriteHead(ScriptLines head, Plan plan, string suitePath, List<string> notices, string body)
    {
        head.Add($"// The load of the suite '{plan.Suite.Name}', written by: testops load export {suitePath}");
        head.Add($"// Run it with: k6 run -e {BaseUrlVariable}=http://127.0.0.1:8080 FILE");
        foreach (var notice in notices)
        {
            head.Add($"// - {notice}");
        }

        head.Add("import http from 'k6/http';");
        head.Add($"import {{ check{(body.Contains("sleep(", StringComparison.Ordinal) || body.Contains("poll(", StringComparison.Ordinal) ? ", sleep" : "")} }} from 'k6';");
        head.Add("import exec from 'k6/execution';");
        if (plan.Data.Count > 0)
        {
            head.Add("import { SharedArray } from 'k6/data';");
        }

        head.Add();
    }
}
