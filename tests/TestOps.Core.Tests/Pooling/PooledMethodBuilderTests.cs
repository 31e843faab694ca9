using System.Runtime.CompilerServices;
using TestOps.Core.Pooling;

namespace TestOps.Core.Tests.Pooling;

public sealed class PooledMethodBuilderTests
{
    private static readonly AsyncLocal<string?> s_flowing = new();

    [Fact]
    public async Task Call_ThatWaits_GivesItsResult()
    {
        var gate = new TaskCompletionSource<int>();

        var call = DoubleAsync(gate.Task);

        call.IsCompleted.Should().BeFalse();
        gate.SetResult(21);
        (await call).Should().Be(42);
    }

    [Fact]
    public async Task Call_ThatDoesNotWait_IsCompletedAtOnce()
    {
        var call = DoubleAsync(Task.FromResult(4));

        call.IsCompletedSuccessfully.Should().BeTrue();
        (await call).Should().Be(8);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_ThatThrows_ThrowsWhereItIsAwaited(bool waits)
    {
        var gate = new TaskCompletionSource();
        var call = ThrowAsync(waits ? gate.Task : Task.CompletedTask);
        gate.SetResult();

        (await ((Func<Task>)(async () => await call)).Should().ThrowAsync<InvalidOperationException>()).WithMessage("of its own");
    }

    [Fact]
    public async Task Call_AwaitedTwice_ThrowsAndLeavesOthersAlone()
    {
        var first = new TaskCompletionSource<int>();
        var call = DoubleAsync(first.Task);
        first.SetResult(1);
        var again = call;
        await call;

        // The object of the first call may serve the next one by now.
        var second = new TaskCompletionSource<int>();
        var next = DoubleAsync(second.Task);
        await ((Func<Task>)(async () => await again)).Should().ThrowAsync<InvalidOperationException>();

        second.SetResult(5);
        (await next).Should().Be(10);
    }

    [Fact]
    public async Task Calls_SideBySideOnManyThreads_KeepTheirOwnResults()
    {
        const int Workers = 8;
        const int Rounds = 500;
        const int AtOnce = 50;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var gates = Enumerable.Range(0, AtOnce).Select(static _ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
                var calls = Array.ConvertAll(gates, gate => DoubleAsync(gate.Task));
                for (var i = 0; i < AtOnce; i++)
                {
                    gates[i].SetResult((worker * 1_000_000) + (round * AtOnce) + i);
                }

                for (var i = 0; i < AtOnce; i++)
                {
                    (await calls[i]).Should().Be(2 * ((worker * 1_000_000) + (round * AtOnce) + i));
                }
            }
        })));
    }

    [Fact]
    public void Calls_ThatWaitAtTheSameTime_MakeNothingNewOnceAsManyHaveWaited()
    {
        const int AtOnce = 1000;
        var gates = new TaskCompletionSource<int>[AtOnce];
        var calls = new ValueTask<int>[AtOnce];
        var sum = 0L;
        WaitAll(gates, calls, ref sum);
        WaitAll(gates, calls, ref sum);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Prepare(gates);
        var ofGates = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        WaitAll(gates, calls, ref sum);
        var ofAll = GC.GetAllocatedBytesForCurrentThread() - before;

        // The gates and what a task needs to go on with a method; an object of each call would be a hundred bytes and more.
        (ofAll - ofGates).Should().BeLessThan(AtOnce * 50);
        sum.Should().Be(3L * AtOnce * (AtOnce - 1));
    }

    [Fact]
    public async Task Call_ThatWaits_GoesOnInItsOwnContext()
    {
        var gate = new TaskCompletionSource();
        s_flowing.Value = "of the caller";
        var call = ReadFlowingAsync(gate.Task);
        s_flowing.Value = "of another";

        await Task.Run(() =>
        {
            s_flowing.Value = "of the thread that ends the wait";
            gate.SetResult();
        });

        (await call).Should().Be("of the caller");
        s_flowing.Value.Should().Be("of another");
    }

    [Fact]
    public async Task Call_WithoutResult_EndsAndMayBeMadeAgain()
    {
        for (var i = 0; i < 3; i++)
        {
            var gate = new TaskCompletionSource();
            var call = WaitAsync(gate.Task);
            call.IsCompleted.Should().BeFalse();
            gate.SetResult();
            await call;
        }
    }

    private static void Prepare(TaskCompletionSource<int>[] gates)
    {
        for (var i = 0; i < gates.Length; i++)
        {
            gates[i] = new TaskCompletionSource<int>();
        }
    }

    private static void WaitAll(TaskCompletionSource<int>[] gates, ValueTask<int>[] calls, ref long sum)
    {
        Prepare(gates);
        for (var i = 0; i < gates.Length; i++)
        {
            calls[i] = DoubleAsync(gates[i].Task);
        }

        for (var i = 0; i < gates.Length; i++)
        {
            // On this thread: the call goes on where its wait is ended.
            gates[i].SetResult(i);
            sum += calls[i].GetAwaiter().GetResult();
        }
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private static async ValueTask<int> DoubleAsync(Task<int> gate) => 2 * await gate.ConfigureAwait(false);

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private static async ValueTask<string?> ReadFlowingAsync(Task gate)
    {
        await gate.ConfigureAwait(false);
        return s_flowing.Value;
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private static async ValueTask WaitAsync(Task gate) => await gate.ConfigureAwait(false);

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private static async ValueTask ThrowAsync(Task gate)
    {
        await gate.ConfigureAwait(false);
        throw new InvalidOperationException("of its own");
    }
}
