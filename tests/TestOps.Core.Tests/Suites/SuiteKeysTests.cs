using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>The catalogue says what the reader does: every key is taken, every limit holds, every reserved key is named as such.</summary>
public sealed partial class SuiteKeysTests
{
    public static TheoryData<string> BuiltKeys => [.. SuiteKeys.All.Where(static key => !key.IsReserved && key.Name != "VARIABLE").Select(static key => key.Path)];

    public static TheoryData<string> ReservedKeys => [.. SuiteKeys.All.Where(static key => key.IsReserved).Select(static key => key.Path)];

    public static TheoryData<string> RangedKeys => [.. SuiteKeys.All.Where(static key => Range().IsMatch(key.Limit) && key.Type is "integer" or "number" or "duration" or "size").Select(static key => key.Path)];

    public static TheoryData<string> AllSections => [.. SuiteKeys.Sections.Where(static section => section != "environments.NAME")];

    [Fact]
    public void All_Paths_AreUniqueAndDescribed()
    {
        SuiteKeys.All.Select(static key => key.Path).Should().OnlyHaveUniqueItems();
        SuiteKeys.All.Should().OnlyContain(static key => key.Meaning.Length > 0);
        SuiteKeys.All.Where(static key => !key.IsReserved).Should().OnlyContain(static key => key.Type.Length > 0 && key.Default.Length > 0 && key.Limit.Length > 0);
    }

    [Theory]
    [MemberData(nameof(BuiltKeys))]
    public void BuiltKey_IsTakenByTheReader_AndItsValueIsJudged(string path)
    {
        var key = Find(path);
        var suite = FullSuite.With(key);
        suite.Read().Problems.Should().BeEmpty();

        foreach (var (place, map) in suite.Maps(key.Section).Where(map => map.Map.ContainsKey(key.Name)).ToList())
        {
            var kept = map[key.Name]!.DeepClone();
            map[key.Name] = WrongFor(key);
            var problems = suite.Read().Problems;
            map[key.Name] = kept;
            if (key.Name is not ("equals" or "contains"))
            {
                problems.Should().Contain(problem => problem.Path.StartsWith(Join(place, key.Name), StringComparison.Ordinal) && problem.Line > 0, "a wrong value at {0} is reported", Join(place, key.Name));
            }
        }
    }

    [Theory]
    [MemberData(nameof(ReservedKeys))]
    public void ReservedKey_IsNotBuiltYet(string path)
    {
        var key = Find(path);
        var suite = FullSuite.Http();
        var (place, map) = suite.Maps(key.Section).First();
        map[key.Name] = "anything";

        suite.Read().Problems.Should().Contain(problem =>
            problem.Path == Join(place, key.Name) && problem.Message.EndsWith("is not built yet", StringComparison.Ordinal) && problem.Hint == key.Meaning);
    }

    [Theory]
    [MemberData(nameof(RangedKeys))]
    public void RangedKey_TakesItsLimits_AndNothingBeyond(string path)
    {
        var key = Find(path);
        var (min, max) = LimitsOf(key);
        var suite = FullSuite.With(key);
        var (place, map) = suite.Maps(key.Section).First(map => map.Map.ContainsKey(key.Name));

        RangeProblem(min).Should().BeNull();
        RangeProblem(max).Should().BeNull();
        RangeProblem(Beyond(key, max, 1)).Should().NotBeNull();
        if (min is not "0" and not "0s")
        {
            RangeProblem(Beyond(key, min, -1)).Should().NotBeNull();
        }
        else if (key.Type is "integer" or "number")
        {
            RangeProblem("-1").Should().NotBeNull();
        }

        SuiteProblem? RangeProblem(string value)
        {
            map[key.Name] = key.Type is "duration" or "size" ? value : JsonNode.Parse(value);
            return suite.Read().Problems.FirstOrDefault(problem => problem.Path == Join(place, key.Name) && problem.Message.Contains($"from {min} to {max}", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(AllSections))]
    public void UnknownKey_InAnySection_IsReportedWithTheNearestKey(string section)
    {
        var suite = FullSuite.Http();
        var (place, map) = suite.Maps(section).First();
        var known = SuiteKeys.Of(section).Where(static key => !key.IsReserved).MaxBy(static key => key.Name.Length)!.Name;
        map[known + "x"] = 1;

        suite.Read().Problems.Should().ContainSingle(problem => problem.Path == Join(place, known + "x"))
            .Which.Should().Match<SuiteProblem>(problem => problem.Message == $"unknown key '{known}x'" && problem.Hint == $"did you mean '{known}'?");
    }

    private static SuiteKey Find(string path) => SuiteKeys.All.Single(key => key.Path == path);

    private static JsonNode WrongFor(SuiteKey key) => key switch
    {
        { Type: "JSON" } => "${unclosed",
        { Name: "in" } => new JsonObject(),
        _ => new JsonArray(new JsonArray()),
    };

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static (string Min, string Max) LimitsOf(SuiteKey key)
    {
        var match = Range().Match(key.Limit);
        return (match.Groups[1].Value, match.Groups[2].Value);
    }

    private static string Beyond(SuiteKey key, string limit, int direction)
    {
        if (key.Type is "duration")
        {
            DurationText.TryParse(limit, out var duration, out _).Should().BeTrue();
            return DurationText.Format(duration + (direction * TimeSpan.FromMilliseconds(0.5)));
        }

        return key.Type is "size"
            ? (direction > 0 ? "2GiB" : "0")
            : (BigInteger.Parse(limit, CultureInfo.InvariantCulture) + direction).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(-?[0-9.]+[a-zA-Z]*) to (-?[0-9.]+[a-zA-Z]*)$")]
    private static partial Regex Range();
}
