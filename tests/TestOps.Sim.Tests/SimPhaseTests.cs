using CsCheck;
using TestOps.Core;
using TestOps.Core.Snapshots;

namespace TestOps.Sim.Tests;

public sealed class SimPhaseTests
{
    [Fact]
    public async Task RunAsync_Statuses_AreCountedInTheArtifact()
    {
        var engine = new TestOps.Testing.Engines.ScriptedEngine((call, _) => TestOps.Testing.Engines.ScriptedEngine.Json("{}", status: call.Context.Session < 3 ? 201 : 200));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall());

        outcome.Snapshot.Head.Json["sim"]!["metrics"]!["statuses"]!.ToJsonString().Should().Be("""{"200":17,"201":3}""");
        outcome.Snapshot.Head.Text("seed").Should().Be("1");
    }

    [Fact]
    public async Task RunAsync_SameSeedTwice_SameBytes()
    {
        var one = await new SimWorld().RunAsync(Suites.Toron());
        var two = await new SimWorld().RunAsync(Suites.Toron());

        two.Root.Should().Be(one.Root);
        two.TraceBytes.Should().Equal(one.TraceBytes);
        one.Outcome.Verdict.Status.Should().Be(RunStatus.Pass);
    }

    [Fact]
    public async Task RunAsync_OtherSeed_OtherRoot()
    {
        var one = await new SimWorld().RunAsync(Suites.Toron(seed: 42));
        var two = await new SimWorld().RunAsync(Suites.Toron(seed: 43));

        two.Root.Should().NotBe(one.Root);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task RunAsync_AnyNumberOfWorkers_SameTraceAndMetrics(int workers)
    {
        var one = await new SimWorld { Workers = 1 }.RunAsync(Suites.Toron(users: 300, latency: "real"));
        var many = await new SimWorld { Workers = workers }.RunAsync(Suites.Toron(users: 300, latency: "real"));

        many.Root.Should().Be(one.Root);
        many.TraceBytes.Should().Equal(one.TraceBytes);
        many.Snapshot.Head.Json["sim"]!.ToJsonString().Should().Be(one.Snapshot.Head.Json["sim"]!.ToJsonString());
    }

    [Fact]
    public Task RunAsync_MoreUsers_ChangeNoOtherSession() => Gen.Select(Gen.Int[1, 150], Gen.Int[1, 80]).SampleAsync(
        async (users, more) =>
        {
            var few = (await new SimWorld().RunAsync(Suites.Toron(users, times: 1))).Steps();
            var many = (await new SimWorld().RunAsync(Suites.Toron(users + more, times: 1))).Steps();

            return few.Select(step => Convert.ToHexString(step.Raw)).SequenceEqual(many.Take(few.Count).Select(step => Convert.ToHexString(step.Raw)));
        },
        iter: 8);

    [Fact]
    public async Task RunAsync_MoreDrawsInOneStep_ChangeNoOtherInput()
    {
        // The think time and the scenario choice draw from streams of their own: a draw in a template moves neither.
        var plain = Suites.Toron().Replace("${random.int(1000)}", "fixed", StringComparison.Ordinal);
        var drawn = Suites.Toron().Replace("${random.int(1000)}", "fixed${random.int(1)}${random.int(1)}${random.int(1)}", StringComparison.Ordinal).Replace("fixed000", "fixed", StringComparison.Ordinal);
        var one = (await new SimWorld().RunAsync(plain)).Steps();
        var two = (await new SimWorld().RunAsync(drawn)).Steps();

        two.Select(step => (step.Record.Scenario, step.Record.Name)).Should().Equal(one.Select(step => (step.Record.Scenario, step.Record.Name)));
        two.Where(step => step.Record.Name == "again").Select(step => step.Record.StartNs).Should().Equal(one.Where(step => step.Record.Name == "again").Select(step => step.Record.StartNs));
        two.Where(step => step.Record.Scenario == "uncached").Select(step => Convert.ToHexString(step.Raw)).Should().Equal(one.Where(step => step.Record.Scenario == "uncached").Select(step => Convert.ToHexString(step.Raw)));
    }

    [Fact]
    public async Task RunAsync_KeptValues_AreTokensInTheRecord()
    {
        var steps = (await new SimWorld().RunAsync(Suites.Toron(users: 20))).Steps();

        steps.Where(step => step.Record.Name == "again").Should().NotBeEmpty()
            .And.AllSatisfy(step => System.Text.Encoding.UTF8.GetString(step.Record.RequestBody.Bytes.Span).Should().Be("{\"prompt\":\"follow up to ${keep.model}\"}"));
    }

    [Fact]
    public async Task RunAsync_KeptObject_IsSentByItsMembersAndRecordedByItsToken()
    {
        var sent = new List<string>();
        var engine = new Testing.Engines.ScriptedEngine((call, lease) =>
        {
            sent.Add($"{call.Path} {System.Text.Encoding.UTF8.GetString(call.Body.Span)}");
            return Testing.Engines.ScriptedEngine.Json($"{{\"user\":{{\"id\":\"a b{lease}\"}}}}");
        });
        var suite = """
            version: 1
            name: kept
            engine: { kind: toron }
            sim:
              users: 1
              scenarios:
                only:
                  steps:
                    - { name: login, call: POST /login, keep: { user: /user } }
                    - { name: get, call: "GET /users/${keep.user.id}", query: { q: "${keep.user.id}" } }
                    - { name: put, call: PUT /users, body: { id: "${keep.user.id}", whole: "${keep.user}" } }
            replay:
              masks: [{ step: login, at: /user/id, kind: token, reason: made anew by each instance }]
            """;
        var outcome = await new SimWorld { Engine = engine, Workers = 1 }.RunAsync(suite);

        sent[1].Should().StartWith("/users/a b1?q=a%20b1 ");
        sent[2].Should().Be("/users {\"id\":\"a b1\",\"whole\":{\"id\":\"a b1\"}}");
        var steps = outcome.Steps();
        steps[1].Record.Path.Should().Be("/users/${keep.user.id}?q=${keep.user.id}");
        System.Text.Encoding.UTF8.GetString(steps[2].Record.RequestBody.Bytes.Span).Should().Be("{\"id\":\"${keep.user.id}\",\"whole\":\"${keep.user}\"}");
        outcome.Events.OfType<Core.Journaling.DivergenceFound>().Select(found => found.StepName).Should().Equal(["get"], "the login is masked; the answers of the other steps are not, and the first one is located");
    }

    [Fact]
    public async Task RunAsync_ThinkTime_MovesTheVirtualClockOnly()
    {
        var steps = (await new SimWorld().RunAsync(Suites.Toron(users: 50))).Steps();

        var starts = steps.Where(step => step.Record.Name == "again").Select(step => step.Record.StartNs).ToList();
        starts.Should().OnlyHaveUniqueItems().And.AllSatisfy(start => start.Should().BeGreaterThan(0));
        starts.Average().Should().BeInRange(1e9, 4e9, "the mean of the pause is 2 s");
    }

    [Fact]
    public async Task RunAsync_Snapshot_VerifiesAndValidates()
    {
        var outcome = await new SimWorld().RunAsync(Suites.Toron());

        var report = SnapshotVerifier.Verify(outcome.World.Snapshots, outcome.Outcome.RunId, null);
        report.Damage.Should().BeNull();
        var validation = Sim.Replaying.ReplayEngine.Validate(outcome.Snapshot);
        validation.Problems.Should().BeEmpty();
        validation.Root.Should().Be(outcome.Root);
        validation.Score!.Value.Should().Be(100);
    }
}
