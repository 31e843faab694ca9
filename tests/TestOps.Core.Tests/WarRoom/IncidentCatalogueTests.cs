using System.Reflection;
using System.Text.RegularExpressions;
using CsCheck;
using TestOps.Core.Journaling;
using TestOps.Core.WarRoom;

namespace TestOps.Core.Tests.WarRoom;

public sealed class IncidentCatalogueTests
{
    private static readonly string[] FactNames =
    [
        "suite", "seed", "run_id", "session", "step", "step_name", "scenario", "check", "pointer", "class", "gate", "value", "limit", "expected", "actual",
        "snapshot", "host", "tool", "path", "reason", "command", "phase", "expression", "variable", "since", "retry_after", "location", "mask_at", "cause", "hint",
    ];

    private static readonly string[] Commands = ["run", "try", "replay", "verify", "diff", "show", "watch", "plan", "validate"];

    public static TheoryData<string> Codes => [.. IncidentCatalogue.Entries.Select(entry => entry.Code)];

    [Fact]
    public void Entries_HaveEveryCodeOnce()
    {
        var codes = typeof(IncidentCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        IncidentCatalogue.Entries.Select(entry => entry.Code).Should().BeEquivalentTo(codes).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Open_WithAnySubsetOfFacts_LeavesNoTemplateBehind(string code) => Gen.Bool.Array[FactNames.Length].Sample(
        present =>
        {
            var facts = FactNames.Where((_, i) => present[i]).ToDictionary(name => name, name => $"the-{name}");

            var incident = IncidentCatalogue.Open(code, "sim", "text", facts);

            incident.Suggestion.Should().NotBeEmpty().And.NotContainAny("{", "}", "[", "]", "  ", "..", " .", " ,", "()").And.EndWith(".");
            incident.Suggestion[0].ToString().Should().NotBe(" ");
            incident.Reproduce.Should().MatchRegex($"^testops ({string.Join('|', Commands)}) [^{{}}\\[\\]]+$");
        },
        iter: 200);

    [Theory]
    [MemberData(nameof(Codes))]
    public void Open_WithoutFacts_StillSaysWhatToDo(string code)
    {
        var incident = IncidentCatalogue.Open(code, "sim", "text", new Dictionary<string, string>());

        incident.Suggestion.Length.Should().BeGreaterThan(80);
        incident.Evidence.Should().BeNull();
    }

    [Fact]
    public void Entries_UseOnlyFactsThatAreKnown() => IncidentCatalogue.Entries
        .SelectMany(entry => entry.Reproduce.Append(entry.Suggestion).SelectMany(template => Regex.Matches(template, "{([^}]*)}").Select(match => match.Groups[1].Value)).Concat(entry.Identity))
        .Distinct()
        .Should().BeSubsetOf(FactNames, "a misspelt fact would never be filled");

    [Fact]
    public void Open_WithAllFacts_FillsThem()
    {
        var incident = IncidentCatalogue.Open(
            IncidentCodes.SimCheckFailed,
            "sim",
            "check status failed",
            new Dictionary<string, string> { ["suite"] = "toron.yaml", ["scenario"] = "ask", ["session"] = "17", ["check"] = "status", ["step_name"] = "ask", ["expected"] = "200", ["actual"] = "500", ["gate"] = "sim/ask/status" });

        incident.Level.Should().Be(EventSeverity.Error);
        incident.Reproduce.Should().Be("testops try ask --suite toron.yaml --session 17");
        incident.Suggestion.Should().StartWith("Expected 200, was 500. ").And.Contain("mend the check 'status' of step 'ask' in the suite.").And.Contain("as gate 'sim/ask/status'");
        incident.Evidence!.ToJsonString().Should().StartWith("""{"actual":"500","check":"status","expected":"200",""");
    }

    [Fact]
    public void Open_ReasonThatTheMessageTells_IsNotToldTwice()
    {
        var facts = new Dictionary<string, string> { ["reason"] = "exit code 7; its last words: fatal", ["phase"] = "sim" };

        IncidentCatalogue.Open(IncidentCodes.EngineProcessEnded, "sim", "the process ended: exit code 7; its last words: fatal", facts).Suggestion.Should().StartWith("Exit code and last words are the engine's");
        IncidentCatalogue.Open(IncidentCodes.EngineProcessEnded, "sim", "the process ended", facts).Suggestion.Should().StartWith("exit code 7; its last words: fatal. Exit code");
    }

    [Fact]
    public void Open_FactsThatAShellWouldObey_BecomeOneWord()
    {
        var facts = new Dictionary<string, string> { ["suite"] = "my suite's; rm -rf $HOME `x`\n.yaml", ["seed"] = "42" };

        IncidentCatalogue.Open(IncidentCodes.SimNoData, "sim", "text", facts).Reproduce.Should().Be(@"testops run 'my suite'\''s; rm -rf $HOME `x` .yaml' --seed 42");
    }

    [Fact]
    public void Open_CodeThatIsNotKnown_SuggestsItsHint()
    {
        var facts = new Dictionary<string, string> { ["reason"] = "text", ["hint"] = "mend what is listed" };

        IncidentCatalogue.Open("SUITE.INVALID", "load", "text", facts).Suggestion.Should().Be("mend what is listed");
    }

    [Fact]
    public void Open_FactsThatLookLikeTemplates_StayWhatTheyAre()
    {
        var facts = new Dictionary<string, string> { ["expected"] = "{actual}", ["actual"] = "[{\"seed\":1}]", ["seed"] = "42" };

        IncidentCatalogue.Open(IncidentCodes.SimCheckFailed, "sim", "text", facts).Suggestion.Should().StartWith("Expected {actual}, was [{\"seed\":1}]. Run");
    }

    [Fact]
    public void Open_LongFact_IsCutInTheSuggestionAndWholeInTheEvidence()
    {
        var facts = new Dictionary<string, string> { ["reason"] = new string('x', 5000) };

        var incident = IncidentCatalogue.Open(IncidentCodes.EngineUnreachable, "runner", "text", facts);

        incident.Suggestion.Length.Should().BeLessThan(1000);
        incident.Evidence!["reason"]!.GetValue<string>().Should().HaveLength(5000);
    }

    [Fact]
    public void Open_CodeOfAnAddedPhase_GetsNeutralTexts()
    {
        var incident = IncidentCatalogue.Open("FORMAT.NOT_CLEAN", "format", "3 files differ", new Dictionary<string, string> { ["suite"] = "s.yaml" });

        IncidentCatalogue.Contains("FORMAT.NOT_CLEAN").Should().BeFalse();
        incident.Code.Should().Be("FORMAT.NOT_CLEAN");
        incident.Suggestion.Should().NotBeEmpty();
        incident.Reproduce.Should().Be("testops run s.yaml");
    }

    [Fact]
    public void Fingerprint_OfARepeat_IsTheSame()
    {
        var first = Drift("suites/toron.yaml", "/a", "run-1", "0.91");

        Drift("toron.yaml", "/a", "run-2", "0.99").Should().Be(first, "path, run and value do not tell incidents apart");
        Drift("toron.yaml", "/b", "run-1", "0.91").Should().NotBe(first);
        Drift("other.yaml", "/a", "run-1", "0.91").Should().NotBe(first);
    }

    [Fact]
    public void Fingerprint_AcrossVersions_IsStable() => Drift("toron.yaml", "/a", "run", "1").Should().Be("5caac7ad95ffce16");

    private static string Drift(string suite, string pointer, string runId, string value) => IncidentCatalogue.Open(
        IncidentCodes.ReplayDivergence,
        "replay",
        "text",
        new Dictionary<string, string> { ["suite"] = suite, ["pointer"] = pointer, ["step_name"] = "ask", ["class"] = "value", ["run_id"] = runId, ["actual"] = value }).Fingerprint;
}
