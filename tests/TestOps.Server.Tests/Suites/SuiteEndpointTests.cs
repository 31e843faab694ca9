using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Suites;

public sealed class SuiteEndpointTests
{
    [Fact]
    public async Task Suites_WhileLocked_AreListedWithTheDefaultFirst()
    {
        await using var world = await new ServerWorld().StartAsync(unlock: false);

        (await (await world.GetAsync("/suites")).Content.ReadAsStringAsync()).Should().Be(
            """{"suites":[{"name":"first","path":"first.yaml","is_default":true},{"name":"loaded","path":"loaded.yaml","is_default":false}]}""");
    }

    [Fact]
    public async Task Suite_ByItsName_IsShownAsItIsWritten()
    {
        await using var world = await new ServerWorld().StartAsync(unlock: false);

        var shown = await ServerWorld.JsonOf(await world.GetAsync("/suites/loaded"));

        ((string?)shown["name"]).Should().Be("loaded");
        ((bool)shown["is_default"]!).Should().BeFalse();
        ((string?)shown["text"]).Should().StartWith("version: 1\nname: loaded\n").And.Contain("executor: constant-vus");
    }

    [Fact]
    public async Task Plan_OfASuite_IsJsonOrTextAndStartsNothing()
    {
        await using var world = await new ServerWorld().StartAsync(unlock: false);

        foreach (var query in (string[])["", "?format=json"])
        {
            var plan = await ServerWorld.JsonOf(await world.GetAsync($"/suites/loaded/plan{query}"));
            plan["phases"]!.ToJsonString().Should().Be("""["sim","load"]""");
            ((int)plan["sim"]!["users"]!).Should().Be(2);
        }

        var text = await world.GetAsync("/suites/loaded/plan?format=text");
        text.Content.Headers.ContentType!.MediaType.Should().Be("text/plain");
        (await text.Content.ReadAsStringAsync()).Should().StartWith("plan of loaded\n");
        await ServerWorld.ProblemOf(await world.GetAsync("/suites/loaded/plan?format=xml"), 400, "parameter-invalid", "format must be json or text");
        world.Suites.Wishes.Should().OnlyContain(wishes => wishes.Overrides.Seed == null && wishes.Environment == null, "a reader overrides nothing");
        (await world.Store.ListAsync(null, 10, CancellationToken.None)).Should().BeEmpty();
    }
}
