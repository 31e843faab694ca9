using TestOps.Core.Runs;

namespace TestOps.StoreContract.Runs;

/// <summary>What the HTTP API keeps in a store: requests with their runs, and the unlock.</summary>
public abstract partial class RunStoreContract
{
    private const string Request = """{"call":"run","suite":"smoke"}""";

    [Fact]
    public async Task FindByKeyAsync_RunOfThatKey_IsFoundWithItsRequest()
    {
        var run = NewRun() with { Request = Request, RequestKey = "key-1 é" };
        await using var journal = await _store.CreateAsync(run, None);
        await using var other = await _store.CreateAsync(NewRun(), None);

        (await _store.FindByKeyAsync("key-1 é", None)).Should().Be(run);
        (await _store.FindAsync(run.RunId, None)).Should().Be(run);
        (await _store.FindByKeyAsync("KEY-1 é", None)).Should().BeNull();
    }

    [Fact]
    public async Task CreateAsync_KeyOfAnotherRun_CreatesNothing()
    {
        await using var first = await _store.CreateAsync(NewRun() with { Request = Request, RequestKey = "key" }, None);
        var second = NewRun() with { Request = Request, RequestKey = "key" };

        var create = () => _store.CreateAsync(second, None);

        (await create.Should().ThrowAsync<RequestKeyTakenException>()).Which.RequestKey.Should().Be("key");
        (await _store.FindAsync(second.RunId, None)).Should().BeNull();
        (await _store.ListAsync(null, 10, None)).Should().HaveCount(1);
    }

    [Fact]
    public async Task CreateAsync_SameKeyFromManyAtOnce_MakesOneRun()
    {
        var runs = Enumerable.Range(0, 16).Select(_ => NewRun() with { Request = Request, RequestKey = "key" }).ToList();

        var created = await Task.WhenAll(runs.Select(async run =>
        {
            try
            {
                await using var journal = await _store.CreateAsync(run, None);
                return 1;
            }
            catch (RequestKeyTakenException)
            {
                return 0;
            }
        }));

        created.Sum().Should().Be(1);
        (await _store.ListAsync(null, 100, None)).Should().ContainSingle();
    }

    [Fact]
    public async Task UpdateAsync_ByOwner_KeepsTheRequest()
    {
        var run = NewRun() with { Request = Request, RequestKey = "key" };
        await using var journal = await _store.CreateAsync(run, None);
        await _store.UpdateAsync(run with { Status = Core.RunStatus.Running, Request = null, RequestKey = "other" }, journal, None);

        (await _store.FindAsync(run.RunId, None)).Should().Be(run with { Status = Core.RunStatus.Running });
    }

    [Fact]
    public async Task FindUnlockAsync_NeverUnlocked_IsNull() => (await ((IUnlockStore)_store).FindUnlockAsync(None)).Should().BeNull();

    [Fact]
    public async Task SetUnlockAsync_UntilAnInstant_IsSeenByOtherStoresUntilItIsLocked()
    {
        await ((IUnlockStore)_store).SetUnlockAsync(CreatedAt.AddTicks(5), None);
        await using (var other = await OpenAsync())
        {
            (await ((IUnlockStore)other).FindUnlockAsync(None)).Should().Be(CreatedAt);
            await ((IUnlockStore)other).SetUnlockAsync(CreatedAt.AddHours(8), None);
        }

        (await ((IUnlockStore)_store).FindUnlockAsync(None)).Should().Be(CreatedAt.AddHours(8));
        await ((IUnlockStore)_store).SetUnlockAsync(null, None);

        (await ((IUnlockStore)_store).FindUnlockAsync(None)).Should().BeNull();
    }
}
