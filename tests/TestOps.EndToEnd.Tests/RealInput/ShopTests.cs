using TestOps.Core.Suites.Reading;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.RealInput;

/// <summary>The sample of the whole step grammar over real HTTP: a shop in Python, started by TestOps, as a reader of the repository would run it.</summary>
public sealed class ShopTests
{
    // What stands where the sample has until.in.
    private static readonly (string Section, string Key)[] s_alternatives = [("until", "equals")];

    [Fact]
    public async Task Run_OfTheSample_IsDeterministicOverFreshProcesses_AndCountsEveryAttemptOfALoad()
    {
        using var sandbox = Sample.Copy("shop");

        var run = await OwnedRun.OfAsync(sandbox, null, "suite.yaml");

        run.Result.ExitCode.Should().Be(0, "{0}", run.Result);
        run.Score.Should().Be(100, "every login of a fresh process finds the same shop");
        run.Result.Out.Should().Contain("score      100.00 (28 of 28 sessions identical in every replay").And.Contain("agreement  offers: 2 of 2 sessions", "offers are compared by their checks alone");
        run.Met.Should().HaveCount(2).And.OnlyHaveUniqueItems();
        var (orders, asked) = (run.Load("http_reqs{name:order}", "count"), run.Load("http_reqs{name:ask}", "count"));
        orders.Should().BePositive();
        run.Load("http_reqs{name:shipped}", "count").Should().Be(3 * orders, "an order is shipped when it is asked for the third time, and each attempt is a request");
        asked.Should().Be(20 - run.Load("dropped_iterations", "count"), "a stream is one request, however many events it has");
        run.Load("http_reqs{name:cart}", "count").Should().BeInRange(1, orders - 1, "carts below 100 euros are not looked into");

        foreach (var verify in new string[][] { ["verify", "last"], ["verify", "last", "--deep"] })
        {
            var verified = await sandbox.RunAsync(verify);
            verified.ExitCode.Should().Be(0, "cookies and unnamed headers are not recorded, so checks of them are taken from the record: {0}", verified);
        }
    }

    [Fact]
    public async Task Run_OfAStreamThatIsNeverTheSame_DriftsAtItsTextAlone()
    {
        using var sandbox = Sample.Copy("shop");

        var run = await OwnedRun.OfAsync(sandbox, null, "suite.yaml", "--env", "flaky_stream", "--phase", "sim", "--phase", "replay");

        run.Result.ExitCode.Should().Be(12, "{0}", run.Result);
        run.Divergences.Should().Equal((18, 2, "ask", "#body"));
        run.Result.Out.Should().Contain("27 of 28 sessions identical");
        var replayed = await sandbox.RunAsync("replay", "last", "--session", "18");
        replayed.ExitCode.Should().Be(12, "{0}", replayed);
        (await ProcessTable.LeftAfterAsync(sandbox.Folder, TimeSpan.FromSeconds(60))).Should().BeEmpty();
    }

    [Fact]
    public async Task Run_OfAShopThatForgetsLogins_FailsAtTheFirstCallThatNeedsOne()
    {
        using var sandbox = Sample.Copy("shop");

        var run = await OwnedRun.OfAsync(sandbox, null, "suite.yaml", "--env", "forgetful", "--phase", "sim");

        run.Result.ExitCode.Should().Be(10, "{0}", run.Result);
        run.FirstIncident.Should().Be("check status of step add failed 14 of 14 times; first in session 0 step 2: expected 201, was 401");
        run.Failed.Should().Contain(["sim/ask/stream", "sim/photo/status", "sim/whose/status"]).And.NotContain(gate => gate.Contains("login/", StringComparison.Ordinal));
        run.Failed.Should().NotContain(["sim/stranger/status", "sim/greeting/greeting"], "they need no login");
    }

    [Fact]
    public void Suite_OfTheSample_UsesEveryKeyOfTheStepGrammar()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "samples", "shop", "suite.yaml"));

        var keys = new[] { "steps[]", "multipart[]", "until", "stream" }.SelectMany(SuiteKeys.Of).Where(key => !key.IsReserved && !s_alternatives.Contains((key.Section, key.Name)));

        keys.Should().NotBeEmpty().And.AllSatisfy(key => text.Should().MatchRegex($@"(?<![a-z_]){key.Name}:", "{0} is part of the grammar that the sample shows", key));
    }
}
