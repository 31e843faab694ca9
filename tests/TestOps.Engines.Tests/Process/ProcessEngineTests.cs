using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;
using TestOps.Engines.Process;

namespace TestOps.Engines.Tests.Process;

/// <summary>Real child processes, well-behaved and not.</summary>
public sealed class ProcessEngineTests
{
    [Fact]
    public async Task LeaseAsync_OfAProgram_IsFreshAndKnowsItsVersion()
    {
        await using var lease = await ShellEngine.LeaseAsync(ShellEngine.Greet + ShellEngine.AnswerAll);

        lease.Evidence.Should().Be(EvidenceClass.Cooperating);
        lease.IsFresh.Should().BeTrue();
        lease.Freshness.Should().StartWith("a fresh process of sh (pid ");
        lease.Version.Should().Be("3");
        lease.BaseAddress.Should().BeNull();
        (await lease.CallAsync()).Text().Should().Be("1");
        (await lease.CallAsync("{}")).Text().Should().Be("2");
    }

    [Fact]
    public async Task LeaseAsync_Again_StartsAnotherProcess()
    {
        await using var first = await ShellEngine.LeaseAsync(ShellEngine.Greet + ShellEngine.AnswerAll);
        await first.CallAsync();
        await using var second = await ShellEngine.LeaseAsync(ShellEngine.Greet + ShellEngine.AnswerAll);

        (await second.CallAsync()).Text().Should().Be("1");
        second.Freshness.Should().NotBe(first.Freshness);
    }

    [Fact]
    public async Task LeaseAsync_BindsTemplatesAndInheritsNothingElse()
    {
        var folder = Directory.CreateTempSubdirectory("testops-process-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "below"));
            const string tell = """read -r call; echo "{\"type\":\"answer\",\"id\":1,\"status\":200,\"text\":\"$1 $KEY $HOSTNAME $(basename "$PWD")\"}"; read -r end""";
            var spec = ShellEngine.Spec(ShellEngine.Greet + tell, "${vars.flavour}");
            spec = spec with { Start = spec.Start! with { Directory = "below", Environment = new Dictionary<string, string> { ["KEY"] = "k-${env.KEY}" } } };
            var binding = new EngineBinding
            {
                Policy = Core.Safety.TargetPolicy.LoopbackOnly,
                Environment = name => name == "KEY" ? "7" : null,
                Variables = new Dictionary<string, string> { ["flavour"] = "sour" },
                Folder = folder.FullName,
                Time = TimeProvider.System,
            };

            await using var lease = await ShellEngine.LeaseAsync(spec, binding);

            (await lease.CallAsync()).Text().Should().Be("sour k-7  below");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task LeaseAsync_ForLoad_IsRefused()
    {
        var engine = new ProcessEngineFactory(guard: null).Create(ShellEngine.Spec("exit 0"), EngineCalls.Binding());

        var lease = () => engine.LeaseAsync(new LeaseRequest(LeasePurpose.Load), EngineCalls.Deadline);

        (await lease.Should().ThrowAsync<InvalidSuiteException>()).Which.Problems.Should().ContainSingle(problem => problem.Path == "load");
    }

    [Fact]
    public void Create_WithAFault_IsRefused()
    {
        var create = () => new ProcessEngineFactory(guard: null).Create(ShellEngine.Spec("exit 0") with { Faults = ["hang"] }, EngineCalls.Binding());

        create.Should().Throw<InvalidSuiteException>().Which.Problems.Should().ContainSingle(problem => problem.Path == "engine.fault");
    }

    [Theory]
    [InlineData("echo 'no module named engine' >&2; exit 3", "ended with exit code 3", "no module named engine")]
    [InlineData("echo Loading; read -r hello", "(not-json)", "'Loading'")]
    [InlineData("read -r hello; echo '{\"type\":\"hello\",\"protocol\":\"testops-engine-0\",\"name\":\"old\"}'; read -r end", "(unknown-protocol)", "'testops-engine-0'")]
    [InlineData("kill -9 $$", "exit code 137; it printed", "nothing to standard error")]
    public async Task LeaseAsync_OfAProgramThatDoesNotGreet_SaysWhy(string script, string what, string words)
    {
        var lease = () => ShellEngine.LeaseAsync(script);

        var failure = (await lease.Should().ThrowAsync<TestOpsException>()).Which;
        failure.Code.Should().Be(IncidentCodes.EngineStartFailed);
        failure.ExitCode.Should().Be(ExitCode.Environment);
        failure.Message.Should().Contain(what).And.Contain(words);
        failure.Hint.Should().Contain("testops engine check");
    }

    [Fact]
    public async Task LeaseAsync_OfASilentProgram_EndsAtItsLimitWithItsLastWords()
    {
        var spec = ShellEngine.Spec("echo 'loading the model' >&2; read -r hello; read -r end");

        var lease = () => ShellEngine.LeaseAsync(spec with { Start = spec.Start! with { Timeout = TimeSpan.FromSeconds(1) } });

        (await lease.Should().ThrowAsync<TestOpsException>()).WithMessage("*did not answer the hello within 1 s; its last words: loading the model");
    }

    [Fact]
    public async Task LeaseAsync_OfNoProgram_SaysSo()
    {
        var spec = new EngineSpec { Kind = "process", Start = new StartSpec { Command = ["testops-no-such-program", "--flag"] } };

        var lease = () => ShellEngine.LeaseAsync(spec);

        (await lease.Should().ThrowAsync<TestOpsException>()).WithMessage("*testops-no-such-program cannot be started*");
    }

    [Fact]
    public async Task CallAsync_ToAProgramThatDies_TellsExitCodeAndLastWords()
    {
        await using var lease = await ShellEngine.LeaseAsync(ShellEngine.Greet + "read -r call; echo 'first line' >&2; echo 'out of memory' >&2; exit 7");

        var failure = (await lease.CallAsync()).Failure!;

        failure.Kind.Should().Be(EngineFailureKind.ConnectionLost);
        failure.Message.Should().Be("the engine is gone: it ended with exit code 7; its last words: first line | out of memory");
        (await lease.CallAsync()).Failure!.Kind.Should().Be(EngineFailureKind.Unreachable);
    }

    [Fact]
    public async Task CallAsync_ToAProgramThatClosesItsOutputAndGoesOn_SaysThat()
    {
        await using var lease = await ShellEngine.LeaseAsync(ShellEngine.Greet + "read -r call; exec >&-; read -r end");

        (await lease.CallAsync()).Failure!.Message.Should().Be("the engine is gone: it closed its standard output");
    }

    [Fact]
    public async Task CallAsync_ToAProgramThatClosesItsInput_FailsWithoutWaitingForTheLimit()
    {
        await using var lease = await ShellEngine.LeaseAsync(ShellEngine.Greet + "exec <&-; while kill -0 $PPID; do sleep 1; done 2> /dev/null");

        (await lease.CallAsync($"\"{new string('x', 1_000_000)}\"")).Failure!.Kind.Should().Be(EngineFailureKind.ConnectionLost);
    }

    [Fact]
    public async Task CallAsync_ToAProgramThatDoesNotRead_TimesOutAndDoesNotBlockTheRest()
    {
        var spec = ShellEngine.Spec(ShellEngine.Greet + "while kill -0 $PPID; do sleep 1; done 2> /dev/null") with { Timeout = TimeSpan.FromSeconds(1) };
        await using var lease = await ShellEngine.LeaseAsync(spec);

        (await lease.CallAsync($"\"{new string('x', 1_000_000)}\"")).Failure!.Kind.Should().Be(EngineFailureKind.Timeout);
        (await lease.CallAsync()).Failure!.Message.Should().StartWith("protocol broken (not-reading): ");
    }

    [Fact]
    public async Task CallAsync_ToAProgramThatPrints50MBOfLog_IsAnswered()
    {
        await using var lease = await ShellEngine.LeaseAsync(ShellEngine.Greet + "head -c 52428800 /dev/zero >&2; " + ShellEngine.AnswerAll);

        (await lease.CallAsync()).Status.Should().Be(200);
    }

    [Fact]
    public async Task CallAsync_WithBigBodiesBothWays_IsAnswered()
    {
        const string echo = """read -r call; printf '{"type":"answer","id":1,"status":200,"text":"'; head -c 8388608 /dev/zero | tr '\0' y; echo '"}'; read -r end""";
        await using var lease = await ShellEngine.LeaseAsync(ShellEngine.Greet + echo);

        var reply = await lease.CallAsync($"\"{new string('x', 8 * 1024 * 1024)}\"");

        reply.Body.Length.Should().Be(8 * 1024 * 1024);
    }

    [Fact]
    public async Task DisposeAsync_OfAProgramThatIgnoresTheEndOfItsInput_EndsItAllTheSame()
    {
        var lease = await ShellEngine.LeaseAsync(ShellEngine.Greet + "while :; do sleep 1; done");
        var id = int.Parse(lease.Freshness.Split("pid ")[1].TrimEnd(')'), System.Globalization.CultureInfo.InvariantCulture);

        await lease.DisposeAsync();

        var look = () => System.Diagnostics.Process.GetProcessById(id);
        look.Should().Throw<ArgumentException>();
    }
}
